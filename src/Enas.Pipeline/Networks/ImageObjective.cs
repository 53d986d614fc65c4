using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>What training differentiates; L2 is the optimiser's.</summary>
internal static class ImageObjective
{
    /// <summary>
    /// Mean over images of the cross-entropy against smoothed targets, (1 - ε)(-log p[label]) + ε/K Σ (-log p), of the network and, times
    /// its weight, of the auxiliary head (Szegedy et al. 2016).
    /// </summary>
    public static Tensor Of(IStepScope scope, Tensor lossSum, ImageOutputs outputs, int[] labels, ImageNetworkOptions options)
    {
        var (terms, factors) = (new List<Tensor>(), new List<float>());
        Add(lossSum, outputs.Logits, 1);
        if (outputs.AuxiliaryLogits is { } auxiliary)
        {
            Add(scope.CrossEntropy(auxiliary, labels), auxiliary, options.AuxiliaryWeight);
        }

        return scope.WeightedSum(terms, factors.ToArray());

        void Add(Tensor crossEntropySum, Tensor logits, double weight)
        {
            terms.Add(crossEntropySum);
            factors.Add((float)(weight * (1 - options.LabelSmoothing) / labels.Length));
            if (options.LabelSmoothing > 0)
            {
                terms.Add(scope.Sum(scope.LogSoftmax(logits)));
                factors.Add((float)(-weight * options.LabelSmoothing / logits.Shape.ElementCount));
            }
        }
    }
}
