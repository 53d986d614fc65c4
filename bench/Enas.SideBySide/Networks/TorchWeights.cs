using TorchSharp;
using TorchSharp.Modules;

namespace Enas.SideBySide.Networks;

/// <summary>The other side's weights by key, created on first use from the values that ours has, and Nesterov momentum on what
/// has a gradient.</summary>
internal sealed class TorchWeights : IDisposable
{
    private readonly SortedDictionary<string, Parameter> _weights = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, torch.Tensor> _velocities = new(StringComparer.Ordinal);

    /// <summary>The weights that have a gradient.</summary>
    public IEnumerable<Parameter> Active => _weights.Values.Where(weight => weight.grad is not null);

    public Parameter HeNormal(string key, params int[] shape) =>
        Get(key, shape, () => NetworkStep.Weight(key, shape.Aggregate(1L, (product, size) => product * size), FanIn(shape)));

    public Parameter Constant(string key, int channels, float value) => Get(key, [channels], () => [.. Enumerable.Repeat(value, channels)]);

    /// <summary>v ← m·v + g, w ← w - rate·(g + m·v) with g the gradient plus 2 λ w, as torch.optim.SGD does it;
    /// drops the gradients.</summary>
    public void Step(double rate, double momentum, double l2)
    {
        using var without = torch.no_grad();
        foreach (var (key, weight) in _weights)
        {
            if (weight.grad is not { } gradient)
            {
                continue;
            }

            gradient = gradient.add(weight, alpha: 2 * l2);
            if (!_velocities.TryGetValue(key, out var velocity))
            {
                velocity = torch.zeros_like(weight).DetachFromDisposeScope();
                _velocities.Add(key, velocity);
            }

            velocity.mul_(momentum).add_(gradient);
            weight.add_(gradient.add(velocity, alpha: momentum), alpha: -rate);
            weight.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _weights.Values.Concat(_velocities.Values))
        {
            tensor.Dispose();
        }
    }

    /// <summary>Inputs of one output: of a kernel [K, C, height, width], or of a matrix [C, K].</summary>
    private static int FanIn(int[] shape) => shape.Length == 4 ? shape[1] * shape[2] * shape[3] : shape[0];

    private Parameter Get(string key, int[] shape, Func<float[]> values)
    {
        if (!_weights.TryGetValue(key, out var weight))
        {
            weight = new Parameter(torch.tensor(values(), [.. shape.Select(size => (long)size)]));
            weight.DetachFromDisposeScope();
            _weights.Add(key, weight);
        }

        return weight;
    }
}
