"""Two rings of points, told apart by a small network in PyTorch. Where there is no PyTorch it says so, and the search records that."""
import json, math, sys
ask = json.load(sys.stdin)
choices = ask["architecture"]["choices"]
try:
    import torch
except ImportError:
    print(json.dumps({"error": "there is no PyTorch here: pip install torch"}))
    sys.exit()
torch.manual_seed(ask["seed"] % 2**31)
angle = torch.rand(400) * 2 * math.pi
side = (torch.arange(400) % 2).float()
points = (1 + side)[:, None] * torch.stack([angle.cos(), angle.sin()], 1) + 0.15 * torch.randn(400, 2)
layers, width = [], 2
for _ in range(choices["layers"]):
    layers += [torch.nn.Linear(width, choices["width"]), torch.nn.ReLU() if choices["activation"] == "relu" else torch.nn.Tanh()]
    width = choices["width"]
network = torch.nn.Sequential(*layers, torch.nn.Linear(width, 1))
optimiser = torch.optim.Adam(network.parameters(), lr=choices["rate"])
for epoch in range(1, (ask["budget"] or 30) + 1):
    optimiser.zero_grad()
    torch.nn.functional.binary_cross_entropy_with_logits(network(points[:300])[:, 0], side[:300]).backward()
    optimiser.step()
    accuracy = ((network(points[300:])[:, 0] > 0) == (side[300:] > 0)).float().mean().item()
    print(json.dumps({"step": epoch, "accuracy": accuracy}), flush=True)
print(json.dumps({"accuracy": accuracy, "costs": {"parameters": sum(weight.numel() for weight in network.parameters())}}))
