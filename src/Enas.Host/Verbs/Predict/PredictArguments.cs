using Enas.Host.Composition;

namespace Enas.Host.Verbs.Predict;

/// <summary>What <c>enas predict</c> was asked.</summary>
/// <param name="Network">A file or a training.</param>
/// <param name="Inputs">Files and folders; none for the training's own test set.</param>
internal sealed record PredictArguments(string Network, IReadOnlyList<string> Inputs)
{
    /// <summary>Classes or next words that are named where nobody says how many.</summary>
    public const int UsualTop = 3;

    /// <summary>Classes or next words that are named of each input.</summary>
    public int Top { get; init; } = UsualTop;

    /// <summary>How images of another size are resized; null as in the training.</summary>
    public string? Resize { get; init; }

    /// <summary>Whether rows and columns of images change places; null as the network says of its training.</summary>
    public bool? Transpose { get; init; }

    /// <summary>A file of class names; null for those that the network carries.</summary>
    public string? Classes { get; init; }

    /// <summary>A text that was typed; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>What stands for unknown words; null as in the training.</summary>
    public string? Unknown { get; init; }
}

/// <summary>A network and what it is asked about.</summary>
/// <param name="File">The network.</param>
/// <param name="Arguments">What was asked.</param>
/// <param name="OwnData">Gives the data of the training; null where only its file is at hand.</param>
internal sealed record PredictRequest(NetworkFile File, PredictArguments Arguments, Func<JobData>? OwnData)
{
    /// <summary>The data of the training, where nothing else was given to predict.</summary>
    /// <exception cref="Cli.CommandLineException">Only the file is at hand.</exception>
    public JobData RequireOwnData(string wanted) => OwnData is { } load ? load() : throw new Cli.CommandLineException(
        $"predict needs an INPUT beside the network: {wanted}. Only a training knows a test set of its own");
}
