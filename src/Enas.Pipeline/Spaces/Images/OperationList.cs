using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Spaces.Images;

/// <summary>The operations of a space by their ids: those that it ships with, then those that a program added.</summary>
/// <param name="shipped">Names of the first, in the order of their ids.</param>
internal sealed class OperationList(params string[] shipped)
{
    private readonly List<ImageOperation> _added = [];

    /// <summary>The names in the order of the ids.</summary>
    public IReadOnlyList<string> Names { get; private set; } = shipped;

    /// <summary>The id of a name. Throws <see cref="ArchitectureFormatException"/>.</summary>
    public int IdOf(string name) => OptionNames.Position(Names, name);

    /// <summary>Adds one; its id is the next.</summary>
    /// <exception cref="ArgumentException">There is one of this name, or its name is none.</exception>
    public void Add(ImageOperation operation)
    {
        if (!IsName(operation.Name))
        {
            throw new ArgumentException($"\"{ForeignText.Shown(operation.Name)}\" is no name of an operation: lower-case letters and "
                + "digits, and single hyphens between words, as in dilated-convolution-3x3", nameof(operation));
        }

        if (Names.Contains(operation.Name))
        {
            throw new ArgumentException($"there is an operation \"{operation.Name}\" already", nameof(operation));
        }

        _added.Add(operation);
        Names = [.. Names, operation.Name];
    }

    // It stands in job files, in the keys of weights and in drawings.
    private static bool IsName(string name) => name.Split('-').All(word => word.Length > 0 && word.All(letter =>
        char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)));

    /// <summary>What an added operation makes of an image.</summary>
    public Tensor Run(int id, ImageOperationInput input) => _added[id - shipped.Length].Run(input);
}
