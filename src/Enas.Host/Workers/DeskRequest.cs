using System.CommandLine;
using System.CommandLine.Parsing;
using Enas.Host.Cli;
using Enas.Host.Workers.Engines;

namespace Enas.Host.Workers;

/// <summary>Who does the pieces of a verb.</summary>
/// <param name="Slots">Pieces at once on this machine; 1 for none ahead.</param>
/// <param name="Engine">The engine that carries them to workers; null for this machine.</param>
/// <param name="Root">The shared folder or address that workers know too; null for the folder of all searches.</param>
/// <param name="Data">The folder that data sets lie in, for an engine; null for that of the root.</param>
internal sealed record DeskRequest(int Slots = 1, IWorkEngine? Engine = null, string? Root = null, string? Data = null)
{
    /// <summary>Whether anything is done ahead.</summary>
    public bool IsAhead => Slots > 1 || Engine is not null;
}

/// <summary>The options of verbs that have more than one piece to do.</summary>
internal sealed class DeskOptions
{
    private readonly (Option<string?> Engine, Option<string?> Credentials) _engine = EngineCatalog.Options(isRequired: false);

    private readonly Option<int> _slots = OfSlots();

    private readonly Option<string?> _root = new("--root")
    {
        Description = "With --engine: the shared folder that holds searches and data, or the address of a bucket (s3://bucket/prefix) for "
            + "searches, which workers name with their own --root; the folder of all searches by default.",
        HelpName = "PATH",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "With --engine: the folder that data sets lie in on this machine, as workers name theirs with their own --data; that "
            + "of --root by default.",
        HelpName = "PATH",
    };

    /// <summary>The option of slots on this machine alone.</summary>
    public static Option<int> OfSlots() => new Option<int>("--slots")
    {
        Description = "Pieces that are done at once, each in a process of its own with its share of the threads. The result does not "
            + "depend on it.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    }.From(1);

    /// <summary>The option of a search that is done by one worker.</summary>
    public static Option<bool> OfWhole() => new("--whole")
    {
        Description = "With --engine: one worker does the whole search, instead of several doing its trainings.",
    };

    /// <summary>Refuses <c>--whole</c> where there is no engine.</summary>
    /// <exception cref="CommandLineException">It is refused.</exception>
    public static void RequireEngine(bool whole, DeskRequest desk)
    {
        if (whole && desk.Engine is null)
        {
            throw new CommandLineException("--whole is for --engine: a worker does the whole search");
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [_slots, _engine.Engine, _engine.Credentials, _root, _data];

    /// <summary>What a command line asks.</summary>
    /// <exception cref="CommandLineException">It asks what cannot be.</exception>
    public DeskRequest Of(ParseResult parsed)
    {
        var (slots, engine) = (parsed.GetValue(_slots), EngineCatalog.Of(parsed, _engine));
        var (root, data) = (parsed.GetValue(_root), parsed.GetValue(_data));
        return (engine, root ?? data) switch
        {
            (null, not null) => throw new CommandLineException(
                $"{(root is null ? "--data" : "--root")} is what an engine's workers share; without --engine leave it out"),
            (not null, _) when slots != 1 => throw new CommandLineException(
                "--slots is for this machine; with --engine each worker has slots of its own"),
            _ => new DeskRequest(
                slots, engine, root is null ? null : Surroundings.FullSearch(root), data is null ? null : Surroundings.FullPath(data)),
        };
    }
}
