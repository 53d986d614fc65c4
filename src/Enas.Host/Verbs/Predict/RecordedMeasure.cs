using System.Text.Json.Nodes;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Networks;

namespace Enas.Host.Verbs.Predict;

/// <summary>What a network says that it came to in its training.</summary>
internal static class RecordedMeasure
{
    /// <summary>For people: "; its training recorded test accuracy 92.00 %"; empty where it says nothing.</summary>
    public static string Words(NetworkFile file, Measure measure) =>
        (Value(file, NetworkTexts.Test), Value(file, NetworkTexts.Validation)) switch
        {
            ({ } test, _) => $"; its training recorded test {measure.Name} {measure.Format(test)}",
            (_, { } validation) => $"; its training recorded validation {measure.Name} {measure.Format(validation)}",
            _ => string.Empty,
        };

    /// <summary>For programs: which network it is, and what it recorded.</summary>
    public static JsonObject ToJson(NetworkFile file) => new()
    {
        ["network"] = file.Name,
        ["kind"] = file.Find(NetworkTexts.Kind),
        ["fingerprint"] = file.Find("fingerprint"),
        ["measure"] = file.Find(NetworkTexts.Measure),
        ["recorded"] = new JsonObject
        {
            ["validation"] = Value(file, NetworkTexts.Validation),
            ["test"] = Value(file, NetworkTexts.Test),
        },
    };

    private static double? Value(NetworkFile file, string key) => file.Find(key) is null ? null : file.Numbers(key, 1, _ => true)[0];
}
