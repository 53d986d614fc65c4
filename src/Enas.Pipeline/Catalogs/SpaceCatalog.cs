using Enas.Pipeline.Jobs;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.NasBench201;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Catalogs;

/// <summary>The spaces that there are, each once. The one place that lists them.</summary>
public static class SpaceCatalog
{
    private static readonly List<ISpaceModule> s_modules =
        [new RnnCellModule(), new MacroCnnModule(), new MicroCnnModule(), new NasBench201Module()];

    /// <summary>Every space, those that ship with Enas first.</summary>
    public static IReadOnlyList<ISpaceModule> All => s_modules;

    /// <summary>Adds a space of one's own. Before anything is read: the tables of options are made once.</summary>
    /// <exception cref="InvalidOperationException">The tables of options were made already.</exception>
    /// <exception cref="ArgumentException">There is a space of this name.</exception>
    public static void Add(ISpaceModule module)
    {
        if (Find(module.Kind) is not null)
        {
            throw new ArgumentException($"there is a space \"{module.Kind}\" already", nameof(module));
        }

        JobSchema.RequireUnread(module.Kind);
        s_modules.Add(module);
    }

    /// <summary>The space of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ISpaceModule Of(string kind) => Find(kind)
        ?? throw new ArgumentException(
            $"\"{kind}\" is not a space; allowed: {string.Join(' ', All.Select(module => module.Kind))}", nameof(kind));

    /// <summary>The space of a name; null when there is none.</summary>
    public static ISpaceModule? Find(string kind) => s_modules.Find(module => module.Kind == kind);
}
