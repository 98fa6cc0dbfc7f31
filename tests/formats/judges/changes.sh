# changes.json: who replays it ends at exactly archive.json.
follow() { python3 "$here/replay.py" follow "$site"; }

judge 'changes.json replays to archive.json' everywhere follow
judge 'from each of an archive’s past states' python3 "$here/replay.py" past "$program" "$mine"
finds 'a piece that is not the one that the index names' 'is not what changes.json says' \
	'sed -i "s/\"revision\": 1/\"revision\": 7/" changes/events/1.json' follow
finds 'an archive.json that has more' 'archive.json' 'sed -i "0,/\"serial\": /s//\"more\": 1, \"serial\": /" archive.json' follow

turned_off() {
	cp -a "$scratch/odd/archive" "$mine/off"
	echo 'formats: {changes: no}' >>"$mine/off/archive/archive.yaml"
	git -C "$mine/off" -c user.name=A -c user.email=a@example.org commit -qam 'Without'
	"$program" build --unsigned -C "$mine/off" -o "$mine/without" &&
		! ls -d "$mine/without/"changes* && ! grep '"changes":' "$mine/without/archive.json"
}
judge 'nothing of it where archive.yaml turns it off' turned_off
