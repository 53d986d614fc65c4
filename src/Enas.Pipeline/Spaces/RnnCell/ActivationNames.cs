using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>The activations' names in job files and drawings.</summary>
internal static class ActivationNames
{
    private static readonly string[] s_names = ["tanh", "relu", "identity", "sigmoid"];

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All => s_names;

    /// <summary>The name of an activation.</summary>
    public static string Of(Activation activation) => activation switch
    {
        Activation.Tanh => "tanh",
        Activation.Relu => "relu",
        Activation.Identity => "identity",
        Activation.Sigmoid => "sigmoid",
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    /// <summary>The activation of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static Activation Parse(string name) => name switch
    {
        "tanh" => Activation.Tanh,
        "relu" => Activation.Relu,
        "identity" => Activation.Identity,
        "sigmoid" => Activation.Sigmoid,
        _ => throw new ArchitectureFormatException($"\"{ForeignText.Shown(name, TokenNumbers.MostShown)}\" "
            + $"is not an activation{Nearest.Hint(name, s_names)}; allowed: {string.Join(' ', s_names)}"),
    };
}
