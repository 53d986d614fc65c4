namespace Enas.Host.Tests.Layering;

/// <summary>
/// The folders that are in a cycle still, by project. The lists may only become shorter: a folder that is in a cycle no more goes, and a
/// project without such folders goes and gets a table in docs/architecture.md instead.
/// </summary>
internal static class FoldersInCycles
{
    public static IReadOnlyDictionary<string, string[]> Known { get; } = new Dictionary<string, string[]>
    {
        ["Enas.Pipeline"] =
        [
            "Data", "Data/Images", "Evaluation", "Events", "Jobs", "Networks", "Networks/Onnx", "Policies", "Ports", "Replay", "Search",
            "Spaces", "Spaces/NasBench201", "Steps/Checkpoint", "Steps/Evaluate", "Steps/Lifecycle", "Steps/Sample", "Steps/Score",
            "Steps/Train", "Steps/Update", "Strategies", "Strategies/Enas", "Strategies/Evolution", "Strategies/Exhaustion",
            "Strategies/LocalSearch", "Strategies/PolicyTable", "Strategies/Random", "Strategies/Reinforce", "Tasks/Tabular",
        ],
    };
}
