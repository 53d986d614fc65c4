using System.CommandLine;
using Enas.Host.Cli;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Verbs.Jobs;

/// <summary>How the job for a folder searches.</summary>
internal static class PlannedStrategy
{
    /// <summary>Every architecture is trained alone for a short time, and a model of those chooses the next.</summary>
    public static string Predictor { get; } = StrategyCatalog.All.First(kind => kind.IsForFewTrainings).Name;

    /// <summary>What a search is planned with whose architectures are drawn uniformly.</summary>
    public static string Uniform { get; } = StrategyCatalog.All.First(kind => kind.IsNullModel).Name;

    /// <summary>Weights that all architectures share rank many, and the best few are trained alone.</summary>
    public const string SharedWeights = EvaluatorOptions.SharedWeights;

    private const string Name = "--strategy";

    /// <summary>The option that names one.</summary>
    public static Option<string?> OnCommandLine() => new(Name)
    {
        Description = $"{Predictor}: every architecture is trained alone for a short time, and a model of those chooses the next; "
            + $"{SharedWeights}: weights that all architectures share rank many, and the best few are trained alone. "
            + $"By default {Predictor}, where the minutes are enough for twelve such trainings.",
        HelpName = "NAME",
    };

    /// <summary>Whether what was named is how a job searches that was planned before.</summary>
    /// <param name="named">What was named; null for nothing.</param>
    /// <param name="job">The job.</param>
    public static bool Fits(string? named, JobOptions job) =>
        named is null || (named == SharedWeights) != job.EvaluatesChildren;

    /// <summary>What was named; null for nothing.</summary>
    /// <exception cref="CommandLineException">There is none of this name.</exception>
    public static string? Checked(string? named) => named is null or SharedWeights || named == Predictor
        ? named
        : throw new CommandLineException($"{Name} {ForeignText.Shown(named)}: allowed are {Predictor}, {SharedWeights}");
}
