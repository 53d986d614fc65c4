using Enas.Pipeline.Numerics;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.SideBySide.Recurrent;

/// <summary>
/// One training step of the recurrent supernet: embedding, a random cell over the sequence (one weight per edge), mean of the loose ends,
/// decoder tied to the embedding with a bias, mean cross-entropy, backward, clipping of the global norm, plain descent on
/// the active weights.
/// </summary>
internal sealed record StepSize(string Name, int Hidden, int Nodes, int Words)
{
    public const int Batch = 64;
    public const int TimeSteps = 35;
    public const double LearningRate = 20;
    public const double ClipNorm = 0.25;
    public const float InitRange = 0.025f;

    private const ulong Seed = 1;

    /// <summary>Operations of the products: forward and two backward ones for each, a multiply-add counted as two.</summary>
    public double Operations =>
        3.0 * 2 * Batch * TimeSteps * ((2.0 * 2 * Hidden * Hidden) + ((Nodes - 1.0) * 2 * Hidden * Hidden) + ((double)Hidden * Words));

    /// <summary>The space of the cells.</summary>
    public RnnCellSpace Space() => new(new()
    {
        Kind = "rnn-cell",
        Nodes = Nodes,
        Activations = ["tanh", "relu", "identity", "sigmoid"],
        FirstActivation = "sampled",
        Output = "loose-ends",
    });

    /// <summary>The cell of a run, uniform.</summary>
    public static RecurrentCell Cell(RnnCellSpace space, int number)
    {
        using var policy = new UniformPolicy(space, Seed);
        return space.Cell(policy.Sample("side-by-side/cells", number, 0).Architecture);
    }

    /// <summary>Words and next words of a run, [T·B], time outermost.</summary>
    public (int[] Inputs, int[] Targets) Tokens(int number)
    {
        var random = new RandomStream(Seed, "side-by-side/tokens");
        var words = new int[(TimeSteps + 1) * Batch];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = random.Below(Words, number, 0, i);
        }

        return (words[..(TimeSteps * Batch)], words[Batch..]);
    }

    /// <summary>The initial values of a weight, the same on both sides.</summary>
    public static float[] Weight(string key, int count)
    {
        var values = new float[count];
        new RandomStream(Seed, "weights/" + key).FillUniform(values, 0, 0, -InitRange, InitRange);
        return values;
    }
}
