namespace Enas.Host.Verbs.Predict;

/// <summary>Logits as probabilities.</summary>
internal static class Likelihoods
{
    /// <summary>The largest probabilities of a softmax over logits, the likeliest first; of equals the first.</summary>
    public static IReadOnlyList<(int Output, double Probability)> Top(ReadOnlySpan<float> logits, int count)
    {
        var normaliser = LogOfSum(logits);
        var values = logits.ToArray();
        return
        [
            .. Enumerable.Range(0, values.Length).OrderByDescending(output => values[output]).Take(count)
                .Select(output => (output, Math.Exp(values[output] - normaliser))),
        ];
    }

    /// <summary>-ln of the probability of an output under a softmax over logits, in nats.</summary>
    public static double Loss(ReadOnlySpan<float> logits, int output) => LogOfSum(logits) - logits[output];

    private static double LogOfSum(ReadOnlySpan<float> logits)
    {
        double largest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return largest + Math.Log(sum);
    }
}
