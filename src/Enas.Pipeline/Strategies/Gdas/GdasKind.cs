using Enas.Pipeline.Options;
using Enas.Pipeline.Strategies.Mixtures;

namespace Enas.Pipeline.Strategies.Gdas;

/// <summary>GDAS (Dong and Yang 2019): one architecture is drawn for each step, at one architecture's cost, and the gradient goes through
/// the probabilities that it was drawn from.</summary>
internal sealed class GdasKind : MixtureKind
{
    private const string FirstTemperature = "policy.firstTemperature";
    private const string LastTemperature = "policy.lastTemperature";
    private const string AnnealRounds = "policy.annealRounds";

    /// <inheritdoc />
    public override string Name => "gdas";

    /// <inheritdoc />
    public override string Summary => "one drawn architecture a step, whose gradient goes through the probabilities that it was drawn from";

    /// <inheritdoc />
    public override IReadOnlyList<JobOption> Options { get; } =
    [
        .. new AlphaOptions(LearningRate: 3e-4, Beta1: 0.5, Beta2: 0.999, L2: 1e-3, InitDeviation: 1e-3).Rows,
        Temperature(FirstTemperature, 10, "Temperature of the softmax in the first round."),
        Temperature(LastTemperature, 0.1, "Temperature in the last round of the fall, and after it."),
        OptionRow.Integer(AnnealRounds, 1, int.MaxValue, 250,
            "Rounds over which the temperature falls, by the same amount each; as many as budget.rounds, as a rule.", JobFactScope.Search),
    ];

    /// <inheritdoc />
    public override IEnumerable<string> WarningsOf(JobOptions job, long updates) =>
    [
        .. base.WarningsOf(job, updates),
        .. MixtureWarnings.OfTemperatures(
            FirstTemperature, job.Own.Number(FirstTemperature), LastTemperature, job.Own.Number(LastTemperature)),
        .. MixtureWarnings.OfAnnealing(AnnealRounds, job.Own.Integer(AnnealRounds), job),
    ];

    /// <inheritdoc />
    protected override MixtureRule RuleOf(OwnOptions own)
    {
        var (first, last, rounds) = (own.Number(FirstTemperature), own.Number(LastTemperature), own.Integer(AnnealRounds));
        return new MixtureRule
        {
            HasNoise = true,
            IsHard = true,
            Temperature = at => TemperatureIn(at.Round, first, last, rounds),
        };
    }

    /// <summary>The temperature of a round, counted from 0: it falls by the same amount each, and stays at the last.</summary>
    internal static double TemperatureIn(int round, double first, double last, int rounds) =>
        rounds == 1 ? last : first + ((last - first) * Math.Min(round, rounds - 1) / (rounds - 1));

    private static JobOption Temperature(string key, double standard, string description) =>
        OptionRow.Number(key, "0.001", null, standard, description, JobFactScope.Search);
}
