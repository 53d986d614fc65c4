using Enas.Pipeline.Steps;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>What every training step does between its objective and its update, whatever it trains and by whichever rule.</summary>
/// <param name="Loss">Mean of the loss in nats; 0 where none was asked for.</param>
/// <param name="Norm">Global norm of the gradient over the active weights, before clipping.</param>
/// <param name="Scale">What gradients are multiplied by, so that their norm is at most the limit; 1 where there is none.</param>
internal readonly record struct GradientStep(double Loss, double Norm, double Scale)
{
    /// <summary>The gradients of a network's objective.</summary>
    /// <param name="objective">What is differentiated, [1, 1].</param>
    /// <param name="lossSum">The loss over all items, [1, 1].</param>
    /// <param name="count">Items: tokens or images.</param>
    /// <param name="weights">The active weights.</param>
    /// <param name="clipNorm">Largest norm; 0 for none.</param>
    /// <exception cref="NonFiniteStepException">Loss or gradient is not finite.</exception>
    public static GradientStep OfNetwork(
        IStepScope scope, Tensor objective, Tensor lossSum, int count, IReadOnlyList<Tensor> weights, double clipNorm)
    {
        scope.Backward(objective);
        var loss = scope.ReadScalar(lossSum) / (double)count;
        return double.IsFinite(loss)
            ? NonFiniteStepException.Counting(count, () => Measured(scope, weights, clipNorm, "gradient")) with { Loss = loss }
            : throw new NonFiniteStepException("loss-not-finite", $"the loss is {loss}") { Items = count };
    }

    /// <summary>The gradients of a policy's objective, see <see cref="OfNetwork"/>.</summary>
    /// <exception cref="NonFiniteStepException">The gradient is not finite.</exception>
    public static GradientStep OfPolicy(IStepScope scope, Tensor objective, IReadOnlyList<Tensor> weights, double clipNorm)
    {
        scope.Backward(objective);
        return Measured(scope, weights, clipNorm, "policy-gradient");
    }

    private static GradientStep Measured(IStepScope scope, IReadOnlyList<Tensor> weights, double clipNorm, string what)
    {
        var norm = scope.GradientNorm(weights);
        return double.IsFinite(norm)
            ? new(0, norm, clipNorm > 0 && norm > clipNorm ? clipNorm / norm : 1)
            : throw new NonFiniteStepException($"{what}-not-finite", $"the norm of the {what.Replace('-', ' ')} is {norm}");
    }
}
