using Enas.Pipeline.Numerics;
using Enas.Pipeline.Options;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// The variational masks of one training step (docs/algorithms.md#dropout): one per sequence for input, hidden and output, the same at
/// every time step; the embedding mask drops whole word types. Each site has a stream of its own.
/// </summary>
internal sealed record DropoutMasks(float[]? WordScales, Tensor? Input, Tensor? Hidden, Tensor? Output)
{
    /// <summary>No dropout: evaluation.</summary>
    public static DropoutMasks None { get; } = new(null, null, null, null);

    /// <summary>The masks of a step.</summary>
    public static DropoutMasks Draw(
        IStepScope scope, RecurrentNetworkOptions options, ulong seed, string prefix, long step, int vocabularySize)
    {
        float[]? words = null;
        if (options.EmbeddingDropout > 0)
        {
            words = new float[vocabularySize];
            new RandomStream(seed, prefix + "dropout/embedding").FillDropoutMask(words, step, 0, options.EmbeddingDropout);
        }

        return new DropoutMasks(words,
            Site("input", options.InputDropout), Site("hidden", options.HiddenDropout), Site("output", options.OutputDropout));

        Tensor? Site(string site, double drop)
        {
            if (drop <= 0)
            {
                return null;
            }

            var mask = new float[options.BatchSize * options.Hidden];
            new RandomStream(seed, prefix + "dropout/" + site).FillDropoutMask(mask, step, 0, drop);
            return scope.Constant(mask, new TensorShape(options.BatchSize, options.Hidden));
        }
    }
}
