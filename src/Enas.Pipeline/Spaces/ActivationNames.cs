using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces;

/// <summary>The activations' names in job files and drawings.</summary>
public static class ActivationNames
{
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
        _ => throw new ArchitectureFormatException($"\"{name}\" is not an activation; allowed: tanh relu identity sigmoid"),
    };
}
