using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Jobs;

/// <summary>How the job for a folder searches.</summary>
internal abstract class PlannedStrategy
{
    private const string Option = "--strategy";

    /// <summary>Every architecture is trained alone for a short time, and a model of those chooses the next.</summary>
    public static PlannedStrategy Predictor { get; } = new ByPredictor();

    /// <summary>Weights that all architectures share rank many, and the best few are trained alone.</summary>
    public static PlannedStrategy SharedWeights { get; } = new BySharedWeights();

    /// <summary>What it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The options that make a job search so.</summary>
    public abstract IReadOnlyList<(string Key, object Value)> Rows { get; }

    /// <summary>What takes its place where the minutes are too few for it; null where nothing is cheaper.</summary>
    public abstract PlannedStrategy? Cheaper { get; }

    /// <summary>Refuses a job that options which were set made one of another kind.</summary>
    /// <exception cref="BadInputException">It is one.</exception>
    public abstract void RequirePossible(JobOptions job);

    /// <summary>The budgets that so many seconds allow; null where they are too few, or more has to be timed.</summary>
    /// <param name="seconds">Seconds that are left for all of it.</param>
    /// <param name="alone">What was timed of trainings alone.</param>
    public abstract TimedBudget? BudgetOf(double seconds, TimedAlone alone);

    /// <summary>Whether a job that was planned before searches so.</summary>
    public abstract bool IsOf(JobOptions job);

    /// <summary>The option that names one.</summary>
    public static Option<string?> OnCommandLine() => new(Option)
    {
        Description = $"{Predictor.Name}: every architecture is trained alone for a short time, and a model of those chooses the next; "
            + $"{SharedWeights.Name}: weights that all architectures share rank many, and the best few are trained alone. "
            + $"By default {Predictor.Name}, where the minutes are enough for twelve such trainings.",
        HelpName = "NAME",
    };

    /// <summary>What was named; null for nothing.</summary>
    /// <exception cref="CommandLineException">There is none of this name.</exception>
    public static PlannedStrategy? Of(string? named) => named is null ? null
        : ((PlannedStrategy[])[Predictor, SharedWeights]).FirstOrDefault(one => one.Name == named)
        ?? throw new CommandLineException(
            $"{Option} {ForeignText.Shown(named)}: allowed are {Predictor.Name}, {SharedWeights.Name}");

    private sealed class ByPredictor : PlannedStrategy
    {
        public override string Name { get; } = StrategyCatalog.All.First(kind => kind.IsForFewTrainings).Name;

        public override IReadOnlyList<(string Key, object Value)> Rows =>
            [("strategy.kind", Name), ("derive.among", DeriveOptions.AmongAll)];

        public override PlannedStrategy Cheaper => SharedWeights;

        public override void RequirePossible(JobOptions job)
        {
            if (!IsOf(job))
            {
                throw new BadInputException("an option that was set makes this a job whose architectures are not trained alone, for which "
                    + "there is no plan: leave evaluator.kind as it is");
            }
        }

        public override TimedBudget? BudgetOf(double seconds, TimedAlone alone) => PredictorBudget.Of(seconds, alone);

        public override bool IsOf(JobOptions job) => EvaluatorCatalog.Of(job).TrainsAlone;
    }

    private sealed class BySharedWeights : PlannedStrategy
    {
        public override string Name => EvaluatorOptions.SharedWeights;

        public override IReadOnlyList<(string Key, object Value)> Rows =>
        [
            ("strategy.kind", StrategyCatalog.All.First(kind => kind.IsNullModel).Name),
            ("strategy.weightSampler", StrategyOptions.SampledFairly),
            ("strategy.weightStepsPerRound", 1), ("strategy.policyStepsPerRound", 0), ("budget.rounds", 1),
        ];

        public override PlannedStrategy? Cheaper => null;

        public override void RequirePossible(JobOptions job)
        {
        }

        // Its own steps are still to be timed.
        public override TimedBudget? BudgetOf(double seconds, TimedAlone alone) => null;

        public override bool IsOf(JobOptions job) => !EvaluatorCatalog.Of(job).TrainsAlone;
    }
}
