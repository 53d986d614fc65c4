using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>
/// What a program has said so far, line by line: JSON objects, <c>{"step": 3, "accuracy": 0.7}</c> on the way and <c>{"accuracy": 0.93,
/// "costs": {"parameters": 1200}}</c> at the end, where <c>value</c> may stand for the name of the measure; or plain <c>accuracy=0.93</c>,
/// of which the last one counts. Other lines say nothing.
/// </summary>
public sealed class ProgramAnswer(Measure measure)
{
    private readonly Regex _plain = new(
        $@"(?<![\w.]){Regex.Escape(measure.Name)}\s*=\s*([-+\w.]+)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly List<ProgramReport> _reports = [];
    private readonly List<ProgramCost> _costs = [];
    private double? _value;
    private double? _plainValue;
    private int _results;
    private ProgramFault? _fault;

    /// <summary>The reports so far.</summary>
    public IReadOnlyList<ProgramReport> Reports => _reports;

    /// <summary>What it last said of its progress; null for nothing.</summary>
    public string? Progress { get; private set; }

    /// <summary>Takes a line; true where it was a report.</summary>
    public bool Take(string line)
    {
        var trimmed = line.Trim();
        if (trimmed.StartsWith('{'))
        {
            return TakeJson(trimmed);
        }

        foreach (var found in _plain.Matches(trimmed).Select(match => match.Groups[1].Value))
        {
            _plainValue = Checked(double.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value : double.NaN, found) ?? _plainValue;
        }

        return false;
    }

    /// <summary>What it came to, where the program ended well: a result, or why there is none.</summary>
    public (ProgramResult Result, ProgramFault? Fault) End()
    {
        var value = _value ?? _plainValue;
        var fault = _fault
            ?? (_results > 1 ? new ProgramFault("two-results", $"said {_results} results; a report on the way has a \"step\"")
            : value is null ? new ProgramFault("no-result", $"ended well and said no {measure.Name}: expected a line "
                + $"{{\"{measure.Name}\": NUMBER}} or {measure.Name}=NUMBER on standard output")
            : null);
        return (Result(fault is null ? value : null), fault);
    }

    /// <summary>What is known of it where it did not end well.</summary>
    public ProgramResult WithoutValue() => Result(null);

    /// <summary>The result of one that was stopped as hopeless: its last report.</summary>
    public ProgramResult Stopped() => Result(_reports[^1].Value) with { StoppedAt = _reports[^1].Step };

    private ProgramResult Result(double? value) => new(measure, value, [.. _reports], [.. _costs]);

    private bool TakeJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return Take(json.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool Take(JsonElement said)
    {
        if (said.TryGetProperty("error", out var error))
        {
            _fault ??= new("said-error", $"said: {error}");
            return false;
        }

        if (said.TryGetProperty("progress", out var progress))
        {
            Progress = progress.ToString();
        }

        if (!said.TryGetProperty(measure.Name, out var found) && !said.TryGetProperty("value", out found))
        {
            return false;
        }

        var value = Checked(found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var number) ? number : double.NaN,
            found.ToString());
        if (said.TryGetProperty("step", out var step))
        {
            return value is { } reported && Report(step, reported);
        }

        _results++;
        _value = value;
        TakeCosts(said);
        return false;
    }

    // Steps go up; one that does not replaces nothing.
    private bool Report(JsonElement step, double value)
    {
        if (step.ValueKind != JsonValueKind.Number || !step.TryGetInt64(out var number)
            || (_reports.Count > 0 && number <= _reports[^1].Step))
        {
            return false;
        }

        _reports.Add(new(number, value));
        return true;
    }

    private void TakeCosts(JsonElement said)
    {
        if (!said.TryGetProperty("costs", out var costs) || costs.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var cost in costs.EnumerateObject()
            .Where(cost => cost.Value.ValueKind == JsonValueKind.Number && double.IsFinite(cost.Value.GetDouble())))
        {
            _costs.Add(new(cost.Name, cost.Value.GetDouble()));
        }
    }

    private double? Checked(double value, string said)
    {
        if (double.IsFinite(value) && (measure != Measure.Accuracy || value is >= 0 and <= 1))
        {
            return value;
        }

        _fault ??= double.IsFinite(value)
            ? new("value-out-of-range", $"said accuracy {said}, and an accuracy is a share from 0 to 1; in percent, name the measure "
                + "otherwise (evaluator.measure)")
            : new("value-not-finite", $"said {measure.Name} {Messages.ForeignText.Shown(said)}, which is no finite number");
        return null;
    }
}

/// <summary>Why a program has no value.</summary>
/// <param name="Reason">A stable reason in kebab case, for the fact.</param>
/// <param name="Words">The rest of a sentence about the program, for people.</param>
public sealed record ProgramFault(string Reason, string Words);
