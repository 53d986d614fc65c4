using System.Globalization;

namespace Enas.Host.Verbs.Jobs;

/// <summary>How long a search takes on this machine, from steps that were timed on it.</summary>
/// <param name="Seconds">The whole search.</param>
/// <param name="WeightStep">Seconds of a weight step; 0 where there are none.</param>
/// <param name="PolicyStep">Seconds of a policy step.</param>
/// <param name="Candidate">Seconds of a candidate's score.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="IsFromData">Whether the job's own data was there.</param>
/// <param name="IsFromWholeSteps">Whether whole steps were timed, and not a part of each.</param>
internal sealed record SearchDuration(
    double Seconds, double WeightStep, double PolicyStep, double Candidate, int Threads, bool IsFromData, bool IsFromWholeSteps)
{
    /// <summary>Seconds of a candidate's score in the first stage.</summary>
    public double Screened { get; init; }

    /// <summary>Seconds of all scores.</summary>
    public double Scoring { get; init; }

    /// <summary>The architectures that it trains alone; null where there are none.</summary>
    public ChildrenTiming? Children { get; init; }

    /// <summary>The time and what it was told from, for people.</summary>
    public string Words => $"{Rounded(Seconds)} on this machine with {Threads} thread{(Threads == 1 ? string.Empty : "s")}: {Parts}{From}";

    private string Parts => string.Join(", ", new[]
    {
        ("weight step", WeightStep), ("policy step", PolicyStep), ("candidate", Candidate),
        ("an architecture alone", Children?.SecondsOfOne ?? 0),
    }.Where(part => part.Item2 > 0).Select(part => $"{part.Item1} {Exact(part.Item2)}")) + Shares;

    // Where it is all there is, the whole says it.
    private string Shares => Children is not { } children || WeightStep == 0 ? string.Empty
        : Text($"; of it scores {Rounded(Scoring)}, {children.Count:N0} finals {Rounded(children.Seconds)}");

    private string From => (IsFromData, IsFromWholeSteps) switch
    {
        (true, true) => " (steps were timed)",
        (true, false) => " (an estimate: parts of steps were timed)",
        (false, true) => " (steps were timed on generated data in place of the job's)",
        _ => " (an estimate: parts of steps were timed, on generated data in place of the job's)",
    };

    private static string Rounded(double seconds) => seconds switch
    {
        < 1 => "under a second",
        < 120 => Text($"about {seconds:0} s"),
        < 7200 => Text($"about {seconds / 60:0} minutes"),
        < 259_200 => Text($"about {seconds / 3600:0} hours"),
        _ => Text($"about {seconds / 86_400:N0} days"),
    };

    private static string Exact(double seconds) => seconds < 1 ? Text($"{seconds * 1e3:0.0} ms") : Text($"{seconds:0.0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
