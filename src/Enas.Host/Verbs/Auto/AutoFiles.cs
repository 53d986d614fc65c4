namespace Enas.Host.Verbs.Auto;

/// <summary>Where everything of one <c>enas auto</c> lies.</summary>
/// <param name="Root">The folder of all of it.</param>
internal sealed record AutoFiles(string Root)
{
    /// <summary>The job. A folder with a job.json would be a search.</summary>
    public string Job => Path.Combine(Root, "auto.json");

    /// <summary>What was planned, and the training as it was planned once more.</summary>
    public string Plan => Path.Combine(Root, "auto-plan.json");

    /// <summary>The search.</summary>
    public string Search => Path.Combine(Root, "search");

    /// <summary>The training of its choice.</summary>
    public string Training => Path.Combine(Root, "network");

    /// <summary>A known architecture, trained as the finals were.</summary>
    public string Reference => Path.Combine(Root, "reference");

    /// <summary>The network to take away.</summary>
    public string Onnx => Path.Combine(Root, "network.onnx");

    /// <summary>The page of the search.</summary>
    public string Report => Path.Combine(Root, "report.html");
}
