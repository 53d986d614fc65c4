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
            "Architectures", "Catalogs", "Evaluation", "Jobs", "Measures", "Networks",
            "Networks/Onnx", "Options", "Policies", "Ports", "Search",
            "Spaces", "Spaces/MacroCnn", "Spaces/MicroCnn", "Spaces/NasBench201", "Spaces/RnnCell", "Steps/Checkpoint",
            "Steps/Evaluate", "Steps/Lifecycle", "Steps/Sample", "Steps/Score", "Steps/Train", "Strategies",
            "Strategies/Enas", "Strategies/Evolution", "Strategies/Exhaustion", "Strategies/LocalSearch", "Strategies/PolicyTable",
            "Strategies/Random", "Strategies/Reinforce", "Tasks/Folders", "Tasks/Images", "Tasks/Tabular", "Tasks/Text",
        ],
    };
}
