"""How deep a network is: the longest path through its graph, as a share of its nodes. Put your own training in its place."""
import json, sys
graph = json.load(sys.stdin)["architecture"]["graph"]
depth = [0] * len(graph["nodes"])
for edge in sorted(graph["edges"], key=lambda edge: edge["from"]):
    depth[edge["to"]] = max(depth[edge["to"]], depth[edge["from"]] + 1)
print(json.dumps({"accuracy": max(depth) / len(depth)}))
