using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Pipeline.Steps.Lifecycle;

namespace Enas.Host.Dashboard.Views;

/// <summary>The page that says what is known of a search's log, and how to prove it.</summary>
internal static class AuditView
{
    /// <summary>The page.</summary>
    /// <param name="parent">The id of the search that it comes from, where that is served.</param>
    /// <param name="children">Searches that come from it.</param>
    public static AuditAnswer Of(SearchData search, string? parent, IReadOnlyList<SearchLinkAnswer> children)
    {
        var report = search.Report;
        return new AuditAnswer
        {
            Through = search.Through(),
            Folder = report.Folder.Root,
            Words = DamageView.WordsOf(search)
                ?? "Every byte that was read is what its hash says, and the chain of events is whole up to here. "
                    + "Checkpoints were not read.",
            Damage = report.Damage,
            Fingerprint = report.Fingerprint,
            EventHead = report.EventHead,
            Events = report.EventCount,
            Facts = report.FactCount,
            Segments = report.SegmentCount,
            Bytes = search.Once("bytes", () => BytesOf(report.Folder)),
            VerifiedAt = Answering.Time(search.ReadAt)!,
            WriterEpoch = search.Happenings.OpeningCount,
            Checkpoints = [.. report.Milestones.Checkpoints.Select(saved => saved.Reference.Name)],
            Openings =
            [
                .. search.Happenings.All.Where(one => one.Type == HostEvents.WriterOpened).Select((one, i) => new WriterOpeningAnswer
                {
                    At = Answering.Time(one.At)!,
                    Step = one.Step,
                    Event = one.Sequence,
                    Epoch = i + 1,
                }),
            ],
            Changes =
            [
                .. search.Happenings.All.Where(one => one.Type == JobChanged.Name).Select(one => new JobChangeAnswer
                {
                    At = Answering.Time(one.At)!,
                    Step = one.Step,
                    Sets = one.Sets,
                }),
            ],
            Lineage = LineageOf(search),
            Parent = parent,
            Children = children,
            Commands = [.. CommandsOf(search)],
        };
    }

    private static string? LineageOf(SearchData search) => search.Report.Milestones.Started switch
    {
        { Fork: { } fork, Parent: { } from } =>
            Answering.Text($"a branch that left the search with fingerprint {from[..12]} at step {fork.Step:N0}"),
        { Parent: { } from } => $"it comes from the search with fingerprint {from[..12]}",
        _ => null,
    };

    private static IEnumerable<CommandLineAnswer> CommandsOf(SearchData search)
    {
        if (search.Report.Damage is not null)
        {
            foreach (var command in DamageView.CommandsOf(search))
            {
                yield return command;
            }

            yield break;
        }

        var folder = CommandText.PathFromHere(search.Report.Folder.Root);
        yield return Answering.Command("check every segment, hash and checkpoint",
            "audit", folder, "--expect-head", search.Report.Fingerprint);
        yield return Answering.Command("make it again from the log and compare", "replay", folder);
    }

    private static long? BytesOf(SearchFolder folder)
    {
        try
        {
            return folder.IsLocal ? new DirectoryInfo(folder.Segments).EnumerateFiles().Sum(file => file.Length) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
