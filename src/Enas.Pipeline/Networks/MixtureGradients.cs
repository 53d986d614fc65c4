using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Steps;

namespace Enas.Pipeline.Networks;

/// <summary>Gradients of several windows or batches as one.</summary>
internal static class MixtureGradients
{
    /// <summary>The sums over windows or batches, each of which has its share of the mean already.</summary>
    /// <exception cref="NonFiniteStepException">One of them is not finite.</exception>
    public static MixtureGradient Sum(IEnumerable<(WindowLoss Loss, float[] Gradient)> parts)
    {
        WindowLoss? loss = null;
        float[] gradient = [];
        try
        {
            foreach (var part in parts)
            {
                loss = loss is null ? part.Loss : new WindowLoss(
                    loss.TokenCount + part.Loss.TokenCount, loss.LossSum + part.Loss.LossSum, loss.CorrectCount + part.Loss.CorrectCount);
                gradient = gradient.Length == 0 ? part.Gradient : [.. gradient.Zip(part.Gradient, (one, other) => one + other)];
            }
        }
        catch (NonFiniteStepException e)
        {
            throw e.After(loss?.TokenCount ?? 0);
        }

        return new(loss ?? throw new ArgumentException("a gradient of nothing", nameof(parts)), gradient);
    }
}
