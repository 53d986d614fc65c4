using CsCheck;
using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>Every operation, forward and backward, against the oracle.</summary>
internal static class OperationChecks
{
    // Chains of up to some hundred terms below 1, of which each rounding is 6e-8.
    private const double Tolerance = 2e-5;

    // A cell multiplies up to 60 Jacobians.
    private const double CellTolerance = 2e-3;

    private const double DecoderTolerance = 1e-4;
    private const string Seed = "0000KOIPe036";

    public static void Primitives(Func<ITensorBackend> create) => Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70]).Sample(
        (m, n, k) => All(create, OperationCases.Of(m, n, k)), seed: Seed, iter: 25, threads: 1);

    public static void FuzzedImages(Func<ITensorBackend> create) =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 7], Gen.Int[2, 19], Gen.Int[2, 37], Gen.Int[1, 14]).Sample(
        (n, c, h, w, k) => All(create, ImageOperationCases.Of(n, c, h, w, k)), seed: Seed, iter: 12, threads: 1);

    public static void UsualImages(Func<ITensorBackend> create)
    {
        All(create, ImageOperationCases.Of(2, 3, 8, 8, 5));
        All(create, ImageOperationCases.Of(3, 2, 16, 16, 13));
        All(create, ImageOperationCases.Of(1, 4, 32, 32, 3));
        All(create, ImageOperationCases.Of(2, 1, 4, 70, 2));
        All(create, ImageOperationCases.AfterConvolutions(2, 3, 8, 8, 5));
    }

    /// <summary>The mean and the biased variance that come with a batch norm, and their running averages.</summary>
    public static void Statistics(Func<ITensorBackend> create)
    {
        foreach (var shape in new TensorShape[] { new(3, 2, 4, 5), new(2, 5, 1, 1), new(1, 3, 1, 1) })
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Agreement.Within($"statistics {shape}", StatisticsOf(oracle, shape), StatisticsOf(backend, shape), Tolerance, 1);
        }
    }

    public static void RecurrentCells(Func<ITensorBackend> create) => CellCase.Fuzzed.Sample(
        sample => Cell(create, sample), seed: Seed, iter: 80, threads: 1);

    public static void RecurrentCellsWithNodeNorms(Func<ITensorBackend> create) => CellCase.Fuzzed.Where(sample => sample.Batch > 2).Sample(
        sample => Cell(create, sample with { HasNodeNorms = true }), seed: Seed, iter: 30, threads: 1);

    public static void RecurrentCellsWithoutGradients(Func<ITensorBackend> create) => CellCase.Fuzzed.Sample(
        sample =>
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Agreement.Within($"{sample}", sample.Run(oracle, recordGradients: false),
                sample.Run(backend, recordGradients: false), CellTolerance, 1e-3);
        },
        seed: Seed,
        iter: 20,
        threads: 1);

    public static void TiedDecoders(Func<ITensorBackend> create) => DecoderCase.Fuzzed.Sample(
        sample =>
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Agreement.Within($"{sample}", sample.Run(oracle), sample.Run(backend), DecoderTolerance, 1e-3);
        },
        seed: Seed,
        iter: 40,
        threads: 1);

    private static void All(Func<ITensorBackend> create, IEnumerable<OperationCase> operations)
    {
        foreach (var operation in operations)
        {
            using var backend = create();
            using var oracle = new ReferenceBackend();
            Agreement.Within($"{operation}", operation.Run(oracle), operation.Run(backend), Tolerance, 1);
            Agreement.Require(backend.LiveStepTensorCount == 0, $"{operation}: {backend.LiveStepTensorCount} tensors outlive their step");
        }
    }

    private static void Cell(Func<ITensorBackend> create, CellCase sample)
    {
        using var backend = create();
        using var oracle = new ReferenceBackend();
        Agreement.Within($"{sample}", sample.Run(oracle), sample.Run(backend), CellTolerance, 1e-3);
        Agreement.Require(backend.LiveStepTensorCount == 0, $"{sample}: {backend.LiveStepTensorCount} tensors outlive their step");
    }

    private static float[][] StatisticsOf(ITensorBackend backend, TensorShape shape)
    {
        var x = ConformanceValues.Parameter(backend, "x", shape, 1);
        var row = new TensorShape(1, shape[1]);
        var (gamma, beta, average) = (ConformanceValues.Parameter(backend, "gamma", row, 1),
            ConformanceValues.Parameter(backend, "beta", row, 1), ConformanceValues.Parameter(backend, "average", row, 1));
        using var scope = backend.BeginStep(recordGradients: true);
        var result = scope.BatchNormImages(x, gamma, beta, 0.1f);
        scope.UpdateAverage(average, result.Variance, 0.1f);
        return [ConformanceValues.Of(scope, result.Output),
            ConformanceValues.Of(scope, result.Mean), ConformanceValues.Of(scope, result.Variance), ConformanceValues.Of(scope, average)];
    }
}
