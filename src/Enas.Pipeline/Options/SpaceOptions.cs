namespace Enas.Pipeline.Options;

/// <summary>What can be chosen.</summary>
public sealed record SpaceOptions
{
    /// <summary><c>rnn-cell</c>, <c>macro-cnn</c> or <c>micro-cnn</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Recurrent cell: computational nodes N, node 0 included. Micro: nodes B of each cell, its two inputs not counted.</summary>
    public required int Nodes { get; init; }

    /// <summary>Activations that a node can take: a subset of tanh, relu, identity, sigmoid.</summary>
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary><c>sampled</c>, or the name of the activation that node 0 always has (enas-lm: tanh).</summary>
    public required string FirstActivation { get; init; }

    /// <summary><c>loose-ends</c>, <c>all-nodes</c>, or <c>all-but-first</c>: the nodes whose mean is the output.</summary>
    public required string Output { get; init; }

    /// <summary>Macro: layers L, the stem not counted.</summary>
    public int Layers { get; init; }

    /// <summary>Macro and micro: the operations that a layer or a branch can take, by name.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];
}
