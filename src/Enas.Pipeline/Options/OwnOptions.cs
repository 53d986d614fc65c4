using System.Text.Json;

namespace Enas.Pipeline.Options;

/// <summary>The options that a space, a strategy or an evaluator added to a job, by their keys.</summary>
public sealed class OwnOptions
{
    internal const string Prefix = "own.";

    private readonly JsonElement? _values;

    internal OwnOptions(JsonElement? values) => _values = values;

    /// <summary>A whole number.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public int Integer(string key) => Value(key).GetInt32();

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public double Number(string key) => Value(key).GetDouble();

    /// <summary>True or false.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public bool Truth(string key) => Value(key).GetBoolean();

    /// <summary>A text or a path.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public string Text(string key) => Value(key).GetString()!;

    /// <summary>A list of texts.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public IReadOnlyList<string> Texts(string key) => [.. Value(key).EnumerateArray().Select(item => item.GetString()!)];

    /// <summary>A value of a form of its own, as canonical JSON.</summary>
    /// <exception cref="ArgumentException">The job has no such option.</exception>
    public string Json(string key) => CanonicalJson.Element(Value(key));

    private JsonElement Value(string key)
    {
        var element = _values;
        foreach (var part in key.Split('.'))
        {
            element = element is { ValueKind: JsonValueKind.Object } section && section.TryGetProperty(part, out var found) ? found : null;
        }

        return element ?? throw new ArgumentException($"the job has no option {key}", nameof(key));
    }
}
