namespace Enas.Pipeline.Ports;

/// <summary>What a section of a checkpoint is: its name, the version of its content, and the names of texts and tensors
/// that are its.</summary>
/// <param name="Name">Its name, one for each part that is saved.</param>
/// <param name="Version">Version of the content, from 1; raised when what the content means changes.</param>
/// <param name="Names">Names that it holds; one that ends with a slash stands for all that begin so.</param>
public sealed record SectionKind(string Name, int Version, params IReadOnlyList<string> Names)
{
    /// <summary>The first format of checkpoints that had this content: 1 had no sections, but what most of them hold now.</summary>
    public int FirstFormat { get; init; } = 1;

    /// <summary>Names that earlier programs wrote here and nothing reads; what is made again does not have them.</summary>
    public IReadOnlyList<string> Retired { get; init; } = [];

    /// <summary>Names that came later, of what is no state: a checkpoint from before does not have them, and nothing is missing.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Whether a text or tensor of this name came later.</summary>
    public bool HasAdded(string name) => Added.Any(own => Covers(own, name));

    /// <summary>Whether a text or tensor of this name belongs here.</summary>
    public bool Holds(string name) => Names.Any(own => Covers(own, name));

    /// <summary>Whether a text or tensor of this name was written by earlier programs only.</summary>
    public bool HasRetired(string name) => Retired.Any(own => Covers(own, name));

    private static bool Covers(string own, string name) => own.EndsWith('/') ? name.StartsWith(own, StringComparison.Ordinal) : name == own;
}
