using System.Globalization;
using System.Text.Json;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Work;

/// <summary>A range of a recorded search that is made again, between two of its checkpoints, its start or its end.</summary>
/// <param name="Head">The head of the event chain of the log that is meant, 64 hexadecimal digits.</param>
/// <param name="FromStep">The first step that is made again: the start, or where a checkpoint is.</param>
/// <param name="ToStep">The number of steps at its end.</param>
/// <param name="WithEnding">Whether what was recorded after the last step is made again too.</param>
/// <param name="IsBase">Whether another range begins at its end, so that the checkpoint there must come out.</param>
internal sealed record WorkRange(string Head, long FromStep, long ToStep, bool WithEnding, bool IsBase)
{
    /// <summary>Its name in a description.</summary>
    public const string Name = "range";

    /// <summary>Its part of a description, with the comma before it.</summary>
    public string ToJson() => string.Create(
        CultureInfo.InvariantCulture,
        $",\"{Name}\":{{\"head\":{CanonicalJson.Text(Head)},\"from\":{FromStep},\"to\":{ToStep},"
        + $"\"ending\":{TextOf(WithEnding)},\"base\":{TextOf(IsBase)}}}");

    /// <summary>What a description says.</summary>
    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    /// <exception cref="InvalidOperationException">Something is of another kind.</exception>
    /// <exception cref="FormatException">A number is too large.</exception>
    public static WorkRange Read(JsonElement range) => new(
        range.GetProperty("head").GetString() ?? string.Empty, range.GetProperty("from").GetInt64(), range.GetProperty("to").GetInt64(),
        range.GetProperty("ending").GetBoolean(), range.GetProperty("base").GetBoolean());

    private static string TextOf(bool value) => value ? "true" : "false";
}
