"""A loop of one's own: python3 ask_and_tell.py ENAS SEARCH asks for x until there is nothing to ask for, and tells what (x - 2)^2 is."""
import json, subprocess, sys
enas, search = sys.argv[1:]
def say(*words):
    return json.loads(subprocess.run([enas, *words, "--json"], stdout=subprocess.PIPE).stdout)
while (asked := say("ask", search))["trial"] is not None:
    x = asked["architecture"]["choices"]["x"]
    say("tell", search, "--trial", str(asked["trial"]), "--value", str((x - 2) ** 2))
