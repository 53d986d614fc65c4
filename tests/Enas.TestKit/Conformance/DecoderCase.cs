using CsCheck;
using Enas.Pipeline.Numerics;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>One tied decoder with its loss, forward and backward, on any backend.</summary>
public sealed record DecoderCase(int Rows, int Width, int Words, bool HasBias)
{
    /// <summary>Cases of all kinds, of sizes that cut every kernel somewhere.</summary>
    public static Gen<DecoderCase> Fuzzed { get; } =
        from rows in Gen.Int[1, 300]
        from width in Gen.Int[1, 40]
        from words in Gen.Int[2, 90]
        from bias in Gen.Bool
        select new DecoderCase(rows, width, words, bias);

    public IReadOnlyList<float[]> Run(ITensorBackend backend)
    {
        var h = ConformanceValues.Parameter(backend, "h", new TensorShape(Rows, Width), 1);
        var table = ConformanceValues.Parameter(backend, "table", new TensorShape(Words, Width), 1);
        var bias = ConformanceValues.Parameter(backend, "bias", new TensorShape(1, Words), 1);
        var words = new RandomStream(11, "words");
        using var scope = backend.BeginStep(recordGradients: true);
        var loss = scope.TiedCrossEntropy(
            h, table, HasBias ? bias : null, [.. Enumerable.Range(0, Rows).Select(i => words.Below(Words + 1, 0, 0, i) - 1)]);
        scope.Backward(scope.Affine(loss, 0.37f, 0));
        return [ConformanceValues.Of(scope, loss), .. new[] {
            h, table, bias }.Select(p => scope.Gradient(p)).OfType<Tensor>().Select(g => ConformanceValues.Of(scope, g))];
    }
}
