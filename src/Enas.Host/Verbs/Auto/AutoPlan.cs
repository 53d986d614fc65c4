using System.Text.Json;
using System.Text.Json.Serialization;
using Enas.Host.Cli;
using Enas.Host.Verbs.Jobs;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Auto;

/// <summary>
/// What <c>enas auto</c> planned and what it saw of its own time, in a file beside the job. The search's job has only steps in it and is
/// never changed; the training of its choice is a job of its own, whose steps are chosen once the search has shown what it takes.
/// </summary>
/// <param name="AskedMinutes">Minutes that were asked for.</param>
/// <param name="PlanningSeconds">Seconds until there was a job.</param>
/// <param name="LoadingSeconds">Seconds to load the data once.</param>
/// <param name="AtTheEndSeconds">Seconds that are needed after the training.</param>
/// <param name="TrainSteps">Steps of the training of the choice, as they were planned first; they stand in the job.</param>
internal sealed record AutoPlan(
    double AskedMinutes, double PlanningSeconds, double LoadingSeconds, double AtTheEndSeconds, int TrainSteps)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>Seconds of everything, by the first plan; null in plans of before.</summary>
    public double? PlannedSeconds { get; init; }

    /// <summary>Seconds of the training of the choice in it; null in plans of before.</summary>
    public double? PlannedTrainSeconds { get; init; }

    /// <summary>The training as it was planned once more; null before that.</summary>
    public TrainingAgain? Again { get; init; }

    /// <summary>The plan in a file; null where there is none.</summary>
    /// <exception cref="BadInputException">The file is no plan.</exception>
    public static AutoPlan? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<AutoPlan>(File.ReadAllText(file), s_json) is { AskedMinutes: > 0, TrainSteps: > 0 } plan
                && plan.Again is null or { TrainSteps: > 0 } ? plan : throw new JsonException("a number is missing or not above 0");
        }
        catch (JsonException error)
        {
            throw new BadInputException($"{ForeignText.Shown(file)} is no plan of enas auto: {ForeignText.Shown(error.Message)} "
                + "Delete it, and the training of the choice has the steps that stand in the job.");
        }
    }

    /// <summary>Writes it.</summary>
    /// <param name="replaces">Whether there is an earlier form of it.</param>
    public void Write(string file, bool replaces) => OutputFile.Kept(file, replaces).Write(JsonSerializer.Serialize(this, s_json) + "\n");
}
