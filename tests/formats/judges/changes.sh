# changes.json: who replays it ends at exactly archive.json.
follow() { python3 "$here/replay.py" follow "$site"; }

judge 'changes.json replays to archive.json' everywhere follow
judge 'from each of an archive’s past states' python3 "$here/replay.py" past "$program" "$mine"
finds 'a piece that is not the one that the index names' 'is not what changes.json says' \
	'sed -i "s/\"revision\": 1/\"revision\": 7/" changes/events/1.json' follow
finds 'an archive.json that has more' 'archive.json' 'sed -i "0,/\"serial\": /s//\"more\": 1, \"serial\": /" archive.json' follow
