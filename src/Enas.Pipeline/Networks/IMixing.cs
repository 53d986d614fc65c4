using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Networks;

/// <summary>How a network of images reads a mixture: computed in a step, or only counted.</summary>
internal interface IMixing
{
    /// <summary>Whether an option of a choice runs.</summary>
    bool Runs(int choice, int option);

    /// <summary>The sum of the parts of a choice's options that run, in their order, each times its weight.</summary>
    Tensor Mix(int choice, IReadOnlyList<Tensor> parts);

    /// <summary>A tensor times the weight of one option, which runs.</summary>
    Tensor Share(int choice, int option, Tensor x);

    /// <summary>An entry as far as nothing reads it (<see cref="Looseness"/>); null where something reads all of it.</summary>
    /// <param name="x">The entry at the size and width of the output, which is made only where something of it is left.</param>
    /// <param name="readers">The neighbouring options of each choice that reads it.</param>
    Tensor? Loose(Func<Tensor> x, IEnumerable<OptionRange> readers);
}

/// <summary>Neighbouring options of a choice.</summary>
/// <param name="First">The first option.</param>
/// <param name="Count">How many.</param>
internal readonly record struct OptionRange(int Choice, int First, int Count);

/// <summary>All options run, and nothing is computed.</summary>
internal sealed class CountedMixing : IMixing
{
    /// <inheritdoc />
    public bool Runs(int choice, int option) => true;

    /// <inheritdoc />
    public Tensor Mix(int choice, IReadOnlyList<Tensor> parts) => parts[0];

    /// <inheritdoc />
    public Tensor Share(int choice, int option, Tensor x) => x;

    /// <inheritdoc />
    public Tensor? Loose(Func<Tensor> x, IEnumerable<OptionRange> readers) => x();
}
