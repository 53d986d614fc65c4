using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>
/// What a loss's gradient says of the weights of convolutions and linear layers (docs/algorithms.md#zero-cost-proxies); scales, shifts and
/// biases are left out, as Abdelfattah et al. 2021 do it. Sums are in float64, in the order in which the network uses its weights.
/// </summary>
/// <param name="Snip">Σ |W ∂L/∂W| (Lee et al. 2019).</param>
/// <param name="GradientNorm">Σ over layers of ‖∂L/∂W‖₂.</param>
internal readonly record struct WeightSensitivity(double Snip, double GradientNorm)
{
    private static readonly string[] s_others = ["/gamma", "/beta", "/bias"];

    /// <summary>What the gradients of a step say, after its backward pass.</summary>
    /// <param name="backend">Whose the weights are.</param>
    /// <param name="weights">The weights by key, in the order of their use.</param>
    public static WeightSensitivity Of(ITensorBackend backend, IStepScope scope, IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        var (snip, norms) = (0.0, 0.0);
        foreach (var (key, weight) in weights)
        {
            if (s_others.Any(other => key.EndsWith(other, StringComparison.Ordinal)) || scope.Gradient(weight) is not { } gradient)
            {
                continue;
            }

            var (values, slopes) = (new float[weight.Shape.ElementCount], new float[weight.Shape.ElementCount]);
            backend.Read(weight, values);
            scope.Read(gradient, slopes);
            var squares = 0.0;
            for (var i = 0; i < values.Length; i++)
            {
                snip += Math.Abs((double)values[i] * slopes[i]);
                squares += (double)slopes[i] * slopes[i];
            }

            norms += Math.Sqrt(squares);
        }

        return new(snip, norms);
    }
}
