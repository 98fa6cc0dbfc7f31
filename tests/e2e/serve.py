#!/usr/bin/python3
"""Serves a folder on the loopback, for at most ten minutes: serve.py FOLDER PORT-FILE. While FOLDER.down is there, it answers 503."""
import functools
import http.server
import os
import sys
import threading


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if os.path.exists(self.directory + ".down"):
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *_):
        pass


folder, port_file = sys.argv[1:]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=folder))
with open(port_file + ".new", "w", encoding="ascii") as f:
    f.write(str(server.server_port))
os.rename(port_file + ".new", port_file)
threading.Timer(600, lambda: os._exit(1)).start()
server.serve_forever()
