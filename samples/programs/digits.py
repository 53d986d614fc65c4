"""Nearest neighbours on 8 x 8 digits (lines of 64 numbers and the digit), with nothing but the standard library."""
import json, random, sys
ask = json.load(sys.stdin)
c = ask["architecture"]["choices"]
lines = [line for line in open(sys.argv[1]) if line[0].isdigit()][:600]
rows = [([int(x) for x in line.split(",")[:64]], int(line.split(",")[64])) for line in lines]
random.Random(1).shuffle(rows)
see = (lambda v: [int(x > c["threshold"]) for x in v]) if c["binary"] else (lambda v: v)
view = [(see([max(0, x - c["floor"]) for x in v])[:: c["stride"]], y) for v, y in rows]
train, valid = view[:-100], view[-100:]
power = 1 if c["distance"] == "manhattan" else 2
near = lambda v: sorted((sum(abs(a - b) ** power for a, b in zip(v, w)), y) for w, y in train)[: c["neighbours"]]
vote = lambda found: max(sorted({y for _, y in found}), key=lambda digit: sum(1 / (1 + d) for d, y in found if y == digit))
print(json.dumps({"accuracy": sum(vote(near(v)) == y for v, y in valid) / len(valid), "costs": {"numbers": len(train[0][0])}}))
