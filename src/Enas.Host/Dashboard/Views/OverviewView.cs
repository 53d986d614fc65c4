using Enas.Host.Cli;
using Enas.Host.Dashboard.Answers;
using Enas.Host.Dashboard.Following;
using Enas.Host.Searches;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Steps.Lifecycle;
using Enas.Pipeline.Strategies;

namespace Enas.Host.Dashboard.Views;

/// <summary>The first page of a search.</summary>
internal static class OverviewView
{
    /// <summary>The page.</summary>
    /// <param name="now">The time.</param>
    public static OverviewAnswer Of(SearchData search, DateTimeOffset now)
    {
        var (report, record) = (search.Report, search.Record);
        var job = report.Job;
        return new OverviewAnswer(SearchSummaries.Of(search.Found, record, report.Status))
        {
            Through = search.Through(),
            Folder = report.Folder.Root,
            IsTraining = report.IsTraining,
            HasPolicy = !report.IsTraining && StrategyCatalog.Of(job).HasPolicy,
            Chosen = KnownBest.ChosenOf(job, record.State).Answer(),
            Verdict = RandomComparison.VerdictOf(job, record.State)?.Words,
            NoResult = record.NoResult?.Words,
            Test = report.Result?.TestScore is { } test ? ScoreText.Of(ScoreText.MeasureOf(job), test) : null,
            FailedSteps = record.State.FailedStepCount,
            Rewards = report.Series.Rewards.Count,
            DifferentArchitectures = search.Different,
            SamplesPerSecond = search.Pace.WritingSeconds > 0 && record.State.SampleCount > 0
                ? record.State.SampleCount / search.Pace.WritingSeconds : null,
            WritingSeconds = search.Pace.WritingSeconds,
            FirstEventAt = Answering.Time(report.Recorded?.First),
            IsFinal = report.Status == SearchStatus.Complete,
            WriterEpoch = search.Happenings.OpeningCount,
            Events = report.EventCount,
            Facts = report.FactCount,
            Lines = [.. SearchLines.Of(record).Select(line => new LabelledLineAnswer { Label = line.Label, Words = line.Words })],
            Marks = [.. MarksOf(search)],
            Notices = [.. NoticesOf(search, now)],
            Random = RandomOf(search),
            Series = [.. SeriesView.NamesOf(search)],
            Decisions =
            [
                .. report.IsTraining ? [] : search.Space.Decisions.Select(decision => new DecisionAnswer
                {
                    Name = decision.Name,
                    Role = Answering.RoleOf(decision),
                    Options = decision.Options,
                }),
            ],
            Commands = [.. CommandsOf(search)],
        };
    }

    /// <summary>Where random candidates came out, in the reward's unit; null for fewer than two.</summary>
    public static RandomBandAnswer? RandomOf(SearchData search) => search.Report.Random is not { } band ? null
        : new RandomBandAnswer { Count = band.Count, Mean = band.Mean, Deviation = band.Deviation, Best = band.Best };

    private static IEnumerable<MarkAnswer> MarksOf(SearchData search) =>
        search.Happenings.All.Where(one => one.Type != HostEvents.WriterOpened || one.Step > 0).Select(one => new MarkAnswer
        {
            Step = one.Step,
            Kind = one.Type switch { HostEvents.WriterOpened => "reopened", JobChanged.Name => "changed", _ => "failed" },
            Words = one.Type switch
            {
                HostEvents.WriterOpened => $"a process opened it again at {Answering.Time(one.At)}",
                JobChanged.Name => $"the job was changed: {string.Join(", ", one.Sets)}",
                _ => $"the step failed: {one.Reason}",
            },
        }).Concat(search.Report.Milestones.Started?.Fork is { } fork ? [new MarkAnswer
        {
            Step = fork.Step,
            Kind = "forked",
            Words = Answering.Text($"it left its parent at step {fork.Step:N0}"),
        }] : []).OrderBy(mark => mark.Step);

    private static IEnumerable<NoticeAnswer> NoticesOf(SearchData search, DateTimeOffset now)
    {
        var report = search.Report;
        if (DamageView.WordsOf(search) is { } damage)
        {
            yield return new NoticeAnswer { Kind = "damage", Words = damage };
        }

        if (search.Record.NoResult is { } none)
        {
            yield return new NoticeAnswer { Kind = "no-result", Words = none.Words };
        }

        if (search.SilentSince(now) is { } since)
        {
            yield return new NoticeAnswer
            {
                Kind = "silent",
                Words = Answering.Text($"Nothing was committed since {Answering.Time(since)}, ")
                    + Answering.Text($"over {SearchData.UsualTimes} times as long as is usual in this search."),
            };
        }

        foreach (var words in search.Collapse)
        {
            yield return new NoticeAnswer { Kind = "collapse", Words = words };
        }

        if (search.Record.State.FailedStepCount > 0 && search.Record.NoResult is null)
        {
            yield return new NoticeAnswer
            {
                Kind = "failed",
                Words = FailureWords.Sentence(search.Record.State.Failures, search.Record.State.StepCount) + ".",
            };
        }
    }

    private static IEnumerable<CommandLineAnswer> CommandsOf(SearchData search)
    {
        var folder = CommandText.PathFromHere(search.Report.Folder.Root);
        if (search.Report.Damage is not null)
        {
            foreach (var command in DamageView.CommandsOf(search))
            {
                yield return command;
            }

            yield break;
        }

        yield return Answering.Command("all of it in the terminal", "show", folder);
        if (search.Report.Status is SearchStatus.Interrupted or SearchStatus.Stopped)
        {
            yield return Answering.Command("go on with it", "resume", folder);
        }

        if (search.Report.Result is not null && !search.Report.IsTraining && SpaceCatalog.WordsOf(search.Report.Job).Untrainable is null)
        {
            yield return Answering.Command("train the choice from scratch", "train", folder);
            yield return Answering.Command("train random architectures beside it", "rank", folder);
        }

        yield return Answering.Command("this page as one file", "report", folder);
    }
}
