using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Policies;

/// <summary>
/// Sums log-probability and the entropy term over decisions, in float64. The term is the distribution's entropy -Σ p ln p, or, as in the
/// official code, -p ln p of the sampled option only (docs/algorithms.md#entropy).
/// </summary>
internal sealed class DecisionScore(string entropyKind)
{
    public double LogProb { get; private set; }

    public double Entropy { get; private set; }

    /// <summary>Chooses by inverse cumulative distribution: the first option whose cumulative probability exceeds
    /// the uniform draw.</summary>
    public int Draw(ReadOnlySpan<float> logProbs, double uniform)
    {
        var cumulative = 0.0;
        var choice = 0;
        for (var i = 0; i < logProbs.Length; i++)
        {
            cumulative += ExactMath.Exp(logProbs[i]);
            choice = i;
            if (uniform < cumulative)
            {
                break;
            }
        }

        return Take(logProbs, choice);
    }

    /// <summary>Accounts for a given choice.</summary>
    public int Take(ReadOnlySpan<float> logProbs, int choice)
    {
        LogProb += logProbs[choice];
        if (entropyKind == "sampled")
        {
            Entropy -= logProbs[choice] * ExactMath.Exp(logProbs[choice]);
            return choice;
        }

        foreach (var logProb in logProbs)
        {
            Entropy -= logProb * ExactMath.Exp(logProb);
        }

        return choice;
    }
}
