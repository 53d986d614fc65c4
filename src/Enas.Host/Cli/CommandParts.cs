using System.CommandLine;
using Enas.Pipeline.Catalogs;

namespace Enas.Host.Cli;

/// <summary>The arguments and options that several verbs share, so that they read the same everywhere.</summary>
internal static class CommandParts
{
    /// <summary>Largest number of threads that makes any sense.</summary>
    public const int MostThreads = 1024;

    public static Argument<string> Job() => new("JOB") { Description = "The job file." };

    private const string OfSearch =
        "A search: its folder or address (s3://bucket/prefix), a unique prefix of its name or id under runs, or @last.";

    public static Argument<string> Search() => new("SEARCH") { Description = OfSearch };

    public static Argument<string?> OptionalSearch() => new("SEARCH")
    {
        Description = OfSearch,
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Option<bool> Json() =>
        new("--json") { Description = "One JSON object on standard output; words for people go to standard error." };

    public static Option<string[]> Sets() => new("--set")
    {
        Description = "Overrides one option of the job, for example --set budget.rounds=2. May be given several times.",
        HelpName = "key=value",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Out(string description) => new("--out") { Description = description, HelpName = "PATH" };

    /// <summary>For verbs that write a file, see <see cref="OutputFile"/>.</summary>
    public static Option<bool> Force() => new("--force")
    {
        Description = "Replaces a file that is there already. A link, a folder or what belongs to a search is never replaced."
    };

    public static Option<string> Backend()
    {
        var option = new Option<string>("--backend") { Description = "What computes.", DefaultValueFactory = _ => "cpu" };
        option.AcceptOnlyFromAmong("cpu", "torch");
        return option;
    }

    /// <summary>For what goes on with a search, whose log says it.</summary>
    public static Option<string?> RecordedBackend()
    {
        var option = new Option<string?>("--backend") { Description = "What computes; what the log says by default." };
        option.AcceptOnlyFromAmong("cpu", "torch");
        return option;
    }

    public static Option<string?> Device() =>
        new("--device") { Description = "The device of the torch backend, for example cuda:0.", HelpName = "DEVICE" };

    public static Option<int?> Threads() =>
        new Option<int?>("--threads")
        {
            Description = "Threads that compute; all cores by default. The result does not depend on it.",
            HelpName = "N"
        }.Between(1, MostThreads);

    public static Option<long?> StopAfterSteps() =>
        new("--stop-after-steps") { Description = "Stop cleanly (exit code 75) when so many steps are done in total.", HelpName = "N" };

    /// <summary>A number of steps as it was given.</summary>
    /// <exception cref="CommandLineException">It is negative.</exception>
    public static long? Checked(long? stopAfterSteps) => stopAfterSteps is not < 0
        ? stopAfterSteps
        : throw new CommandLineException($"--stop-after-steps {stopAfterSteps}: allowed are numbers from 0");

    public static Option<string?> Architecture() =>
        new("--arch")
        {
            Description = "An architecture as a token string, or the name of a published one or of a reference that people designed: "
        + string.Join(", ", PublishedArchitectures.All.Concat(ReferenceArchitectures.All).Select(known => known.Name)) + ".",
            HelpName = "TOKENS"
        };

    public static Option<string> Dialect()
    {
        var option = new Option<string>("--dialect")
        {
            Description = "How --arch is written: official (the reference implementation's "
                + "numbers, bare or as it prints them), enas-lm (recurrent cells), darts "
                + "(a genotype of recurrent or convolutional cells) or katib (macro-cnn: a trial's architecture and nn_config).",
            DefaultValueFactory = _ => ArchitectureDialects.Official,
        };
        option.AcceptOnlyFromAmong([.. ArchitectureDialects.Names]);
        return option;
    }

    /// <summary>What to do with a damaged log; a verb says which modes it has.</summary>
    public static Option<string> Recovery(params string[] modes)
    {
        var option = new Option<string>("--recovery")
        {
            Description = "With a damaged log: strict refuses it, until-damage reads up to the first bad segment"
                + (modes.Contains("salvage") ? ", salvage takes every segment that verifies" : string.Empty)
                    + ". The exit code is 10 in any case.",
            DefaultValueFactory = _ => "strict",
        };
        option.AcceptOnlyFromAmong(modes);
        return option;
    }

    /// <summary>The mode that an option names.</summary>
    public static RecoveryMode RecoveryMode(string name) => Enum.GetValues<RecoveryMode>().Single(mode => NameOf(mode) == name);

    /// <summary>A mode as it is typed.</summary>
    public static string NameOf(RecoveryMode mode) => mode switch
    {
        Storage.Export.RecoveryMode.Strict => "strict",
        Storage.Export.RecoveryMode.UntilDamage => "until-damage",
        _ => "salvage",
    };
}
