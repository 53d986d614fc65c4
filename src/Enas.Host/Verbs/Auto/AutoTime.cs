using System.Globalization;
using Enas.Host.Readings;
using Enas.Host.Searches;

namespace Enas.Host.Verbs.Auto;

/// <summary>The time of one <c>enas auto</c>, over all commands that worked on it.</summary>
/// <param name="Before">Seconds of the commands before this one, as the plan and the logs have them; null where this is the first.</param>
/// <param name="Here">Seconds of this command.</param>
/// <param name="Pieces">Seconds of each piece of work that this command began.</param>
internal sealed record AutoTime(double? Before, double Here, IReadOnlyList<(string Piece, double Seconds)> Pieces)
{
    private const double Minute = 60;

    /// <summary>No time.</summary>
    public static AutoTime None { get; } = new(null, 0, []);

    /// <summary>Minutes of all commands.</summary>
    public double Minutes => ((Before ?? 0) + Here) / Minute;

    /// <summary>What commands before took that worked in a folder: the planning, and while the logs of the search, of the known network and
    /// of the training were written. What a command lost when it was killed is in no log.</summary>
    public static async Task<double> SecondsBeforeAsync(AutoFiles files)
    {
        var (plan, seconds) = (AutoPlan.Read(files.Plan), 0.0);
        foreach (var folder in (string[])[files.Search, files.Reference, files.Training])
        {
            seconds += SearchLocator.IsSearch(folder) ? await SecondsAsync(folder) + (plan?.LoadingSeconds ?? 0) : 0;
        }

        return seconds + (plan?.PlanningSeconds ?? 0);
    }

    /// <summary>Seconds while a log was written.</summary>
    public static async Task<double> SecondsAsync(string folder) => (await RecordedAsync(folder)).WritingSeconds;

    /// <summary>What a log has of time.</summary>
    public static async Task<RecordedTime> RecordedAsync(string folder)
    {
        var recorded = new RecordedTime();
        await RecordedSearch.OpenAsync(folder, recorded);
        return recorded;
    }

    /// <summary>It in words.</summary>
    /// <param name="askedMinutes">Minutes that were asked for.</param>
    public string Words(double askedMinutes)
    {
        var pieces = string.Join(", ", Pieces.Select(piece =>
            string.Create(CultureInfo.InvariantCulture, $"{piece.Piece} {piece.Seconds:0} s")));
        return string.Create(CultureInfo.InvariantCulture, $"{Minutes:0.0} of {askedMinutes:0.#} minutes")
            + (Before is null ? $": {pieces}"
                : " in all, as far as the logs of the commands before this one tell; this one took "
                    + string.Create(CultureInfo.InvariantCulture, $"{Here / Minute:0.0}: {pieces}"));
    }
}
