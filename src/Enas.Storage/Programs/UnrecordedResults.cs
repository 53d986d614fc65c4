using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Storage.Places;
using Enas.Storage.Searches;

namespace Enas.Storage.Programs;

/// <summary>A result that its search cannot take.</summary>
/// <param name="Folder">The folder that it lies in.</param>
/// <param name="Fault">What is wrong with the file, in words that follow its name.</param>
/// <param name="Trial">Its number where it was told and that is known; null otherwise.</param>
internal sealed record UnusableResult(string Folder, string Fault, int? Trial);

/// <summary>
/// What was evaluated outside of a search and is not in its log yet. No chain of hashes has it: a digest beside each tells of an accident,
/// and nothing of somebody who changes both.
/// </summary>
/// <param name="Count">How many can be taken.</param>
/// <param name="WithoutDigest">How many of them have no digest, as those that an older version wrote.</param>
/// <param name="Unusable">Those that cannot be taken.</param>
internal sealed record UnrecordedResults(int Count, int WithoutDigest, IReadOnlyList<UnusableResult> Unusable)
{
    /// <summary>Results that are left over in a complete search, which asks for none of them any more: what was begun ahead of its
    /// end.</summary>
    public int LeftOver { get; private init; }

    /// <summary>Those of a search; none where its architectures are evaluated by Enas.</summary>
    public static UnrecordedResults Of(RecordedSearch search)
    {
        var found = new UnrecordedResults(0, 0, []);
        var root = ChildFolders.RootOf(search.Folder.Root);
        if (StoreCatalog.IsAddress(search.Folder.Root) || !EvaluatorCatalog.Of(search.Job).TrainsElsewhere || !Directory.Exists(root))
        {
            return found;
        }

        var measure = SpaceCatalog.MeasureOf(search.Job);
        HashSet<string> recorded = [.. search.State.Children.Select(child => ProgramFolder.Of(search.Folder.Root, child.Order).Path)];
        ProgramFolder[] folders = [.. Directory.EnumerateDirectories(Path.GetFullPath(root), ChildFolders.Pattern)
            .Order(StringComparer.Ordinal).Where(folder => !recorded.Contains(folder)).Select(folder => new ProgramFolder(folder))];
        if (search.State.Completed is not null)
        {
            return found with { LeftOver = folders.Count(folder => File.Exists(folder.Result)) };
        }

        foreach (var folder in folders)
        {
            found = folder.Look(measure) switch
            {
                { Fault: { } fault } => found with
                {
                    Unusable = [.. found.Unusable, new UnusableResult(folder.Path, fault, TrialOf(search.Folder.Root, folder))],
                },
                { Outcome: not null } => found with
                {
                    Count = found.Count + 1,
                    WithoutDigest = found.WithoutDigest + (File.Exists(folder.Digest) ? 0 : 1),
                },
                _ => found,
            };
        }

        return found;
    }

    private static int? TrialOf(string search, ProgramFolder folder) =>
        new Trials(search).All.FirstOrDefault(trial => ProgramFolder.Of(search, trial.Order) == folder)?.Number;
}
