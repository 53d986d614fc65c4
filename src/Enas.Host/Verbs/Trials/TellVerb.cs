using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;

namespace Enas.Host.Verbs.Trials;

/// <summary>What is told of a trial.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Value">Its value; null where it has none.</param>
/// <param name="Failure">Why it has none; null where it has one.</param>
/// <param name="Costs">What it costs.</param>
internal sealed record Told(int Trial, double? Value, string? Failure, IReadOnlyList<ProgramCost> Costs);

/// <summary>Keeps what is told of a trial, once, and goes on with the search as far as that goes.</summary>
internal static class TellVerb
{
    public static async Task<int> RunAsync(string path, Told told, Terminal terminal)
    {
        var search = await ToldSearch.OpenAsync(path);
        Require(told, search.Measure);
        Require(told, search.Costs, ObjectiveCatalog.Of(search.Search.Job).PoweredCost);
        var trial = search.FindAsked(told.Trial);
        var isNew = await KeepAsync(search, trial, told, terminal);
        terminal.Line(isNew ? string.Create(CultureInfo.InvariantCulture, $"trial {told.Trial}: {Words(told)}, {trial.Order.Tokens}")
            : $"trial {told.Trial}: the same was told before; nothing was changed");

        // Values can come in any order; the search takes them in its own, so it goes on only from the first that waits.
        var after = await search.GoOnAsync(terminal);
        var state = after.Search.State;
        if (after.IsComplete)
        {
            terminal.Line($"complete     {(after.Search.NoResult is { } none ? none.What
                : $"chosen {state.Completed!.Tokens}: {ScoreText.Of(after.Measure, state.Completed.Score)}")}");
            terminal.Line($"fingerprint  {after.Search.Fingerprint}");
        }

        terminal.Result(new JsonObject
        {
            ["trial"] = told.Trial,
            ["told"] = isNew,
            ["steps"] = state.StepCount,
            ["complete"] = after.IsComplete,
            ["fingerprint"] = after.Search.Fingerprint,
        });
        return ExitCodes.Done;
    }

    private static async Task<bool> KeepAsync(ToldSearch search, Trial trial, Told told, Terminal terminal)
    {
        // Result and digest are two files, and who puts one aside must not meet who writes it.
        using var taken = await search.Trials.LockAsync(CancellationToken.None);
        if (search.PutAsideUnusable(trial) is { } aside)
        {
            terminal.Line($"trial {trial.Number}: what was told before cannot be used and was put aside as {aside}");
        }

        var before = search.ToldOf(trial).Outcome;
        var kept = before ?? search.FolderOf(trial).Keep(
            trial.Order, new ProgramResult(search.Measure, told.Value, [], told.Costs), told.Failure);
        return kept.Program!.Value == told.Value && kept.Failure == told.Failure && kept.Program.Costs.SequenceEqual(told.Costs)
            ? before is null : throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"trial {trial.Number} was told before: {Words(new(trial.Number, kept.Program.Value, kept.Failure, kept.Program.Costs))}. "
                + $"What was told stays; nothing was changed"));
    }

    private static string Words(Told told) => (told.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"value {value}") : $"failed, {told.Failure}")
        + string.Concat(told.Costs.Select(cost =>
            string.Create(CultureInfo.InvariantCulture, $", {ForeignText.Shown(cost.Name)} {cost.Value}")));

    private static void Require(Told told, IReadOnlyList<CostMeasure> costs, CostMeasure? powered)
    {
        if (told.Value is not null && costs.FirstOrDefault(cost => told.Costs.All(said => said.Name != cost.Name)) is { } missing)
        {
            throw new CommandLineException($"--cost {missing}=NUMBER is missing: the job asks for it beside the value");
        }

        if (told.Value is not null && told.Costs.FirstOrDefault(said => said.Name == powered?.Name) is { Value: <= 0 } cost)
        {
            throw new CommandLineException(string.Create(CultureInfo.InvariantCulture,
                $"--cost {cost.Name}={cost.Value}: it is 0 or less, {CostRefusals.NotPositiveWords}"));
        }
    }

    private static void Require(Told told, Measure measure)
    {
        if (told.Value is null == told.Failure is null)
        {
            throw new CommandLineException("give --value or --failed, one of them");
        }

        if (told.Value is { } value && !double.IsFinite(value))
        {
            throw new CommandLineException("--value must be a finite number; of an evaluation without one say --failed REASON");
        }

        if (measure == Measure.Accuracy && told.Value is < 0 or > 1)
        {
            throw new CommandLineException(string.Create(CultureInfo.InvariantCulture,
                $"--value {told.Value}: an accuracy is a share from 0 to 1"));
        }

        if (told.Failure is { } reason && !(reason.Length is > 0 and <= 40 && reason.All(letter => char.IsAsciiLetterLower(letter)
            || char.IsAsciiDigit(letter) || letter == '-')))
        {
            throw new CommandLineException($"--failed {ForeignText.Shown(reason)}: a reason has up to 40 small letters, digits and dashes");
        }
    }
}
