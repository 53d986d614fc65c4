using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The weight keys of the recurrent network. They bind checkpoints, optimiser state, initial values and
/// exports for good.</summary>
internal static class RecurrentWeightKeys
{
    public const string Embedding = "rnn/embedding";
    public const string Decoder = "rnn/decoder/w";
    public const string DecoderBias = "rnn/decoder/bias";
    public const string AverageGamma = "rnn/average/bn/gamma";
    public const string AverageBeta = "rnn/average/bn/beta";

    /// <summary>Node 0's matrix from x (<paramref name="input"/> = x) or from the state (h).</summary>
    public static string First(string input, string sharing, Activation activation) =>
        sharing == "edge" ? $"rnn/node0/{input}/w" : $"rnn/node0/{ActivationNames.Of(activation)}/{input}/w";

    /// <summary>The matrix of the edge from one node to a later one.</summary>
    public static string Edge(int node, int source, string sharing, Activation activation) =>
        sharing == "edge" ? $"rnn/node{node}/from{source}/w" : $"rnn/node{node}/from{source}/{ActivationNames.Of(activation)}/w";

    /// <summary>A node's batch norm: <paramref name="part"/> is gamma or beta.</summary>
    public static string NodeNorm(int node, string part) => $"rnn/node{node}/bn/{part}";
}
