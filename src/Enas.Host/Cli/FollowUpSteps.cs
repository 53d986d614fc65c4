using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Host.Cli;

/// <summary>What is done with the choice of a search, in this order.</summary>
/// <param name="Train">It is trained from scratch, into the folder SEARCH-train.</param>
/// <param name="Export">The trained network is written as ONNX, into the training's export folder.</param>
/// <param name="Report">The search is written as a page, into its export folder.</param>
[JsonConverter(typeof(FollowUpStepsConverter))]
internal sealed record FollowUpSteps(bool Train, bool Export, bool Report)
{
    /// <summary>The name of the step that trains.</summary>
    public const string TrainName = "train";

    /// <summary>The name of the step that writes the network.</summary>
    public const string ExportName = "export";

    /// <summary>The name of the step that writes the page.</summary>
    public const string ReportName = "report";

    /// <summary>What the folder of a training ends with.</summary>
    public const string TrainingSuffix = "-train";

    /// <summary>The folder of the training after a search: beside it, however the folder of the search was typed.</summary>
    public static string TrainingOf(string search) => Path.TrimEndingDirectorySeparator(search) + TrainingSuffix;

    /// <summary>Their names, in their order.</summary>
    public static IReadOnlyList<string> All { get; } = [TrainName, ExportName, ReportName];

    /// <summary>Those that are done, by name.</summary>
    public IReadOnlyList<string> Names => [.. All.Zip([Train, Export, Report]).Where(step => step.Second).Select(step => step.First)];

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public string? Fault => Export && !Train ? "export takes the network of a training: name train too" : null;

    /// <summary>Why nothing can come of one of them after a search of a job, with its name before; null where each can be done.</summary>
    public string? FaultWith(JobOptions job) =>
        Train && SpaceCatalog.WordsOf(job).Untrainable is { } reason ? $"{TrainName}: {reason}; allowed: {ReportName}"
        : Export && SpaceCatalog.Of(job).OnnxRefusalOf(job) is { } refusal ? $"{ExportName}: {refusal}" : null;

    /// <summary>The steps of these names; other names are nobody's.</summary>
    public static FollowUpSteps Of(IReadOnlyCollection<string> names) =>
        new(names.Contains(All[0]), names.Contains(All[1]), names.Contains(All[2]));

    /// <summary>The option of a verb that makes a search.</summary>
    public static Option<string?> Option() => new("--then")
    {
        Description = "What is done with the choice afterwards: train (into SEARCH-train), export (its network as ONNX), report (the page "
            + "of the search); several separated by commas.",
        HelpName = "STEPS",
    };

    /// <summary>The steps that were typed; null for none.</summary>
    /// <exception cref="CommandLineException">They are none.</exception>
    public static FollowUpSteps? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] names = text.Split(',');
        return names.FirstOrDefault(name => !All.Contains(name)) is { } other
            ? throw new CommandLineException($"--then {ForeignText.Shown(text)}: \"{ForeignText.Shown(other)}\" "
                + $"is no step; allowed are {string.Join(", ", All)}, separated by commas")
            : Of(names) is { Fault: { } fault } ? throw new CommandLineException($"--then {text}: {fault}") : Of(names);
    }
}

/// <summary>Steps in JSON: a list of their names.</summary>
internal sealed class FollowUpStepsConverter : JsonConverter<FollowUpSteps>
{
    /// <inheritdoc />
    public override FollowUpSteps Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FollowUpSteps.Of(JsonSerializer.Deserialize<string[]>(ref reader, options) ?? []);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, FollowUpSteps value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Names, options);
}
