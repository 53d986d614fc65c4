using Enas.Pipeline.Tasks.Text;

namespace Enas.Host.Verbs.Predict;

/// <summary>What a language model says of a text: how well it predicts it, and how it goes on.</summary>
internal static class TextReading
{
    /// <summary>Tokens before the next one that are read for it: a state forgets what is longer ago.</summary>
    private const int MostContext = 1000;

    /// <summary>Sum of the losses over all next tokens in nats, and their number; as its training measures a text, in as many
    /// streams.</summary>
    public static (double Loss, int Count) LossOf(TextNetwork network, int[] tokens, int streams)
    {
        var (set, state) = (new WholeSet(tokens, streams, network.SequenceLength), new float[streams * network.Width]);
        var (sum, count, words) = (0.0, 0, network.Vocabulary.Count);
        for (var window = 0; window < set.WindowCount; window++)
        {
            var (inputs, targets) = (new int[set.LengthOf(window) * streams], new int[set.LengthOf(window) * streams]);
            count += set.Window(window, inputs, targets);
            var logits = network.Run(inputs, streams, state);
            for (var i = 0; i < targets.Length; i++)
            {
                sum += targets[i] == WholeSet.NoTarget ? 0 : Likelihoods.Loss(logits.AsSpan(i * words, words), targets[i]);
            }
        }

        return (sum, count);
    }

    /// <summary>The likeliest next tokens, the likeliest first.</summary>
    public static IReadOnlyList<(string Word, double Probability)> NextOf(TextNetwork network, int[] tokens, int top)
    {
        var (state, words) = (new float[network.Width], network.Vocabulary.Count);
        float[] logits = [];
        foreach (var window in tokens[^Math.Min(tokens.Length, MostContext)..].Chunk(network.SequenceLength))
        {
            logits = network.Run(window, batch: 1, state);
        }

        return [.. Likelihoods.Top(logits.AsSpan(logits.Length - words), top)
            .Select(likely => (network.Vocabulary[likely.Output], likely.Probability))];
    }
}
