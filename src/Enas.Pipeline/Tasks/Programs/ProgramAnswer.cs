using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>
/// What a program has said so far, line by line: JSON objects, <c>{"step": 3, "accuracy": 0.7}</c> on the way and <c>{"accuracy": 0.93,
/// "costs": {"parameters": 1200}}</c> at the end, where <c>value</c> may stand for the name of the measure; or plain <c>accuracy=0.93</c>,
/// of which the last one counts. Other lines say nothing. Costs that a job asks for can be said with reports too, and as plain
/// <c>latency_ms=3.1</c>: who is stopped has no result.
/// </summary>
/// <param name="measure">What it measures.</param>
/// <param name="asked">The names of the costs that the job asks for: without them a result is none.</param>
/// <param name="powered">The name of the cost that has to be above 0; null for none.</param>
internal sealed class ProgramAnswer(Measure measure, IReadOnlyList<string> asked, string? powered = null)
{
    /// <summary>Reports that are kept; later ones are not heard, by no stopping rule either.</summary>
    public const int MostReports = 10_000;

    /// <summary>The highest step of a report that is heard: facts keep steps as numbers, exact and whole as far as this.</summary>
    public const long MostStep = 1L << 53;

    /// <summary>Costs that are kept, and the longest name of one.</summary>
    public const int MostCosts = 100;

    private readonly Regex _plain = PlainOf(measure.Name);
    private readonly (string Name, Regex Plain)[] _plainCosts = [.. asked.Select(name => (name, PlainOf(name)))];

    private readonly List<ProgramReport> _reports = [];
    private readonly List<ProgramCost> _costs = [];
    private readonly List<ProgramCost> _costsOnTheWay = [];
    private double? _value;
    private (double? Value, ProgramFault? Fault)? _plainValue;
    private int _results;
    private ProgramFault? _fault;
    private string? _near;

    /// <summary>The reports so far.</summary>
    public IReadOnlyList<ProgramReport> Reports => _reports;

    /// <summary>What it last said of its progress; null for nothing.</summary>
    public string? Progress { get; private set; }

    /// <summary>Takes a line; true where it was a report.</summary>
    public bool Take(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.StartsWith('{') && ProgramLine.TryParse(trimmed) is { } json)
        {
            using (json)
            {
                return TakeJson(json.RootElement);
            }
        }

        foreach (var (name, plain) in _plainCosts)
        {
            TakeOnTheWay(plain.Matches(trimmed).Select(match => new ProgramCost(name, NumberOf(Whole(trimmed, match.Groups[1])))));
        }

        var found = _plain.Matches(trimmed);
        foreach (var said in found.Select(match => Whole(trimmed, match.Groups[1])))
        {
            _plainValue = Checked(NumberOf(said), said);
        }

        if (found.Count == 0 && trimmed.Contains(measure.Name, StringComparison.Ordinal))
        {
            _near = trimmed;
        }

        return false;
    }

    /// <summary>What it came to, where the program ended well: a result, or why there is none.</summary>
    public (ProgramResult Result, ProgramFault? Fault) End()
    {
        var plain = _results == 0 ? _plainValue : null;
        var fault = _fault ?? plain?.Fault
            ?? (_results > 1 ? new ProgramFault("two-results", $"said {_results} results; a report on the way has a \"step\"")
            : _results == 0 && plain is null ? NoResult : NoCost ?? NotPositive);
        return (Result(fault is null ? _value ?? plain?.Value : null), fault);
    }

    /// <summary>What is known of it where it did not end well.</summary>
    public ProgramResult WithoutValue() => Result(null);

    /// <summary>The result of one that was stopped as hopeless: its last report.</summary>
    public ProgramResult Stopped() => Result(_reports[^1].Value) with { StoppedAt = _reports[^1].Step };

    private ProgramFault NoResult => new("no-result", $"ended well and said no {measure.Name}: expected a line "
        + $"{{\"{measure.Name}\": NUMBER}} or {measure.Name}=NUMBER on standard output"
        + (_reports.Count > 0 ? "; what it said has a \"step\", and so is a report on the way" : string.Empty)
        + (_near is null ? string.Empty : $"; it said: {ForeignText.Shown(_near)}"));

    private ProgramFault? NoCost => asked.FirstOrDefault(name => !Costs.Exists(cost => cost.Name == name)) is { } missing
        ? new(CostRefusals.NoCost, $"said {measure.Name} and no finite number for the cost {missing}, which the job asks for: expected "
            + $"a line {{\"{measure.Name}\": NUMBER, \"costs\": {{\"{missing}\": NUMBER}}}} or {missing}=NUMBER on standard output")
        : null;

    private ProgramFault? NotPositive => Costs.Find(cost => cost.Name == powered) is { Value: <= 0 } cost
        ? new(CostRefusals.NotPositive,
            string.Create(CultureInfo.InvariantCulture, $"said {cost.Name} {cost.Value}, {CostRefusals.NotPositiveWords}"))
        : null;

    // What stands beside the result counts before what was said on the way.
    private List<ProgramCost> Costs => [.. _costs, .. _costsOnTheWay.Where(said => !_costs.Exists(cost => cost.Name == said.Name))];

    private ProgramResult Result(double? value) =>
        new(measure, value, [.. _reports], [.. Costs]);

    // A name that is half a character shows only when somebody looks for another.
    private bool TakeJson(JsonElement said)
    {
        try
        {
            return Take(said);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private bool Take(JsonElement said)
    {
        if (said.TryGetProperty("error", out var error))
        {
            _fault ??= new("said-error", $"said: {ForeignText.Shown(ProgramLine.TextOf(error))}");
            return false;
        }

        if (said.TryGetProperty("progress", out var progress))
        {
            Progress = ProgramLine.TextOf(progress);
        }

        if (!said.TryGetProperty(measure.Name, out var found) && !said.TryGetProperty("value", out found))
        {
            return false;
        }

        var number = ProgramLine.NumberOf(found);
        if (said.TryGetProperty("step", out var step))
        {
            TakeOnTheWay(CostsIn(said).Where(cost => asked.Contains(cost.Name)));
            return Report(step, number, found);
        }

        _results++;
        (_value, var fault) = Checked(number, found.GetRawText());
        _fault ??= fault;
        foreach (var cost in CostsIn(said))
        {
            if (_costs.Count < MostCosts && !_costs.Exists(known => known.Name == cost.Name))
            {
                _costs.Add(cost);
            }
        }

        return false;
    }

    // Steps go up; one that does not replaces nothing. A loss that is not finite can become finite again: the result decides.
    private bool Report(JsonElement step, double value, JsonElement said)
    {
        if (!double.IsFinite(value) || _reports.Count == MostReports || step.ValueKind != JsonValueKind.Number
            || !step.TryGetInt64(out var number) || number is < -MostStep or > MostStep
            || (_reports.Count > 0 && number <= _reports[^1].Step))
        {
            return false;
        }

        (var reported, var fault) = Checked(value, said.GetRawText());
        _fault ??= fault;
        if (reported is { } finite)
        {
            _reports.Add(new(number, finite));
        }

        return reported is not null;
    }

    private static IEnumerable<ProgramCost> CostsIn(JsonElement said)
    {
        if (!said.TryGetProperty("costs", out var costs) || costs.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var cost in costs.EnumerateObject())
        {
            var (name, value) = (ProgramLine.NameOf(cost), ProgramLine.NumberOf(cost.Value));
            if (name is { Length: > 0 and <= MostCosts } && double.IsFinite(value))
            {
                yield return new(name, value);
            }
        }
    }

    // Only costs that are asked for, so there are few; the last one counts.
    private void TakeOnTheWay(IEnumerable<ProgramCost> said)
    {
        foreach (var cost in said.Where(cost => double.IsFinite(cost.Value)))
        {
            _costsOnTheWay.RemoveAll(known => known.Name == cost.Name);
            _costsOnTheWay.Add(cost);
        }
    }

    private static double NumberOf(string said) =>
        double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    // Not backtracking: the time is in proportion to the line, whatever a program writes. A dot that ends a sentence is none of the number.
    private static Regex PlainOf(string name) => new(
        $@"(?:^|[^\w.]){Regex.Escape(name)}\s*=\s*([-+\w.]*\w)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    // 0,93 and 1,000 and 1/2 are no numbers here; 0, 1 and 1 would be wrong ones. A comma before a blank or a word ends a number.
    private static string Whole(string line, Group number)
    {
        var end = number.Index + number.Length;
        while (end + 1 < line.Length && (line[end] is ',' or '/') && char.IsAsciiDigit(line[end + 1]))
        {
            end += 2;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] == '.'))
            {
                end++;
            }
        }

        return line[number.Index..end];
    }

    private (double? Value, ProgramFault? Fault) Checked(double value, string said) =>
        !double.IsFinite(value)
            ? (null, new("value-not-finite", $"said {measure.Name} {ForeignText.Shown(said)}, which is no finite number"))
        : measure == Measure.Accuracy && value is < 0 or > 1
            ? (null, new("value-out-of-range", $"said accuracy {ForeignText.Shown(said)}, and an accuracy is a share from 0 to 1; in "
                + "percent, name the measure otherwise (evaluator.measure)"))
        : (value, null);
}

/// <summary>Why a program has no value.</summary>
/// <param name="Reason">A stable reason in kebab case, for the fact.</param>
/// <param name="Words">The rest of a sentence about the program, for people.</param>
internal sealed record ProgramFault(string Reason, string Words);
