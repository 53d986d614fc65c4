using Enas.Pipeline.Architectures;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>
/// The weights of a mixture as a function of the architecture parameters, and its derivative: p = softmax((α + noise) / τ) of each choice,
/// and for a gradient g by p, ∂L/∂α_k = p_k (g_k - Σ p_j g_j) / τ. Where one option runs alone its weight is 1 and the derivative that of
/// p, in which g is 0 but for that option (straight through; Jang et al. 2017, Dong and Yang 2019).
/// </summary>
internal sealed class RelaxedDraw
{
    private readonly Relaxation _relaxation;
    private readonly double _temperature;
    private readonly double[] _weights;

    /// <summary>The weights of parameters under some noise.</summary>
    /// <param name="alphas">The parameters.</param>
    /// <param name="noise">One for each option; null for none.</param>
    /// <param name="temperature">τ.</param>
    public RelaxedDraw(Alphas alphas, IReadOnlyList<double>? noise, double temperature)
    {
        (_relaxation, _temperature) = (alphas.Relaxation, temperature);
        _weights = [.. alphas.LogWeights(noise, temperature).Select(ExactMath.Exp)];
        Largest = [.. _relaxation.Choices.Select(choice => Enumerable.Range(0, choice.OptionCount)
            .MaxBy(option => alphas.Values[choice.First + option] + (noise?[choice.First + option] ?? 0)))];
    }

    /// <summary>p, in the order of the relaxation.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The option of each choice with the largest weight.</summary>
    public IReadOnlyList<int> Largest { get; }

    /// <summary>All options, each with its weight.</summary>
    public Mixture Soft => new([.. _weights.Select(weight => (float)weight)]);

    /// <summary>The largest options alone.</summary>
    public Mixture Hard
    {
        get
        {
            var weights = new float[_weights.Length];
            foreach (var (choice, option) in _relaxation.Choices.Zip(Largest))
            {
                weights[choice.First + option] = 1;
            }

            return new(weights, _relaxation.ArchitectureOf(Largest));
        }
    }

    /// <summary>The derivative by the parameters, of the derivative by the weights.</summary>
    public double[] GradientOf(IReadOnlyList<double> byWeights)
    {
        var gradient = new double[_weights.Length];
        foreach (var choice in _relaxation.Choices)
        {
            var mean = 0.0;
            for (var i = choice.First; i < choice.First + choice.OptionCount; i++)
            {
                mean += _weights[i] * byWeights[i];
            }

            for (var i = choice.First; i < choice.First + choice.OptionCount; i++)
            {
                gradient[i] = _weights[i] * (byWeights[i] - mean) / _temperature;
            }
        }

        return gradient;
    }
}
