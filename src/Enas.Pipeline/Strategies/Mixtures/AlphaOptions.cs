using Enas.Pipeline.Options;

namespace Enas.Pipeline.Strategies.Mixtures;

/// <summary>How architecture parameters begin and learn.</summary>
/// <param name="LearningRate">Adam's rate.</param>
/// <param name="Beta1">Adam's decay of the mean gradient.</param>
/// <param name="Beta2">Adam's decay of the mean squared gradient.</param>
/// <param name="L2">Added to the gradient for each unit of a parameter: weight decay inside Adam, as the published programs have
/// it.</param>
/// <param name="InitDeviation">Standard deviation of the normal initial parameters; 0 for zeros.</param>
internal sealed record AlphaOptions(double LearningRate, double Beta1, double Beta2, double L2, double InitDeviation)
{
    /// <summary>Adam's ε.</summary>
    public const double Epsilon = 1e-8;

    /// <summary>The key of the rate.</summary>
    public const string Rate = "policy.alphaLearningRate";
    private const string DecayOfMean = "policy.alphaBeta1";
    private const string DecayOfSquare = "policy.alphaBeta2";
    private const string Decay = "policy.alphaL2";
    private const string Deviation = "policy.alphaInitDeviation";

    /// <summary>The rows of a strategy, with these defaults.</summary>
    public IReadOnlyList<JobOption> Rows =>
    [
        OptionRow.Number(Rate, "0", null, LearningRate, "Adam's learning rate of the architecture parameters.", JobFactScope.Search),
        OptionRow.Number(DecayOfMean, "0", "1", Beta1, "Adam's decay of their mean gradient.", JobFactScope.Search) with
        {
            BelowMaximum = true
        },
        OptionRow.Number(DecayOfSquare, "0", "1", Beta2, "Adam's decay of their mean squared gradient.", JobFactScope.Search) with
        {
            BelowMaximum = true
        },
        OptionRow.Number(Decay, "0", null, L2, "Weight decay: this times a parameter is added to its gradient.", JobFactScope.Search),
        OptionRow.Number(Deviation, "0", null, InitDeviation,
            "Standard deviation of the normal initial architecture parameters; 0 for zeros.", JobFactScope.Search),
    ];

    /// <summary>What a job says.</summary>
    public static AlphaOptions Read(JobOptions job) => new(
        job.Own.Number(Rate), job.Own.Number(DecayOfMean), job.Own.Number(DecayOfSquare), job.Own.Number(Decay), job.Own.Number(Deviation));
}
