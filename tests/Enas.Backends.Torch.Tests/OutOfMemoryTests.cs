using Enas.Pipeline.Architectures;
using Enas.Pipeline.Measures;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Tensors;
using Enas.TestKit;

namespace Enas.Backends.Torch.Tests;

/// <summary>Memory that is not there is an error of its own, and what came before it stands.</summary>
public sealed class OutOfMemoryTests
{
    // 2^57 bytes: more than any processor can address.
    private static readonly TensorShape s_absurd = new(1 << 30, 1 << 25);

    private static readonly JobOptions s_job = TestJobs.Tiny() with
    {
        Budget = new BudgetOptions { Rounds = 4 },
        Log = new LogOptions { GroupEvents = 3, GroupSeconds = 60 },
    };

    [Fact]
    public void What_libtorch_says_of_memory_is_known_and_the_backend_goes_on()
    {
        using var backend = TorchBackend.Create(TestDevice.Options);
        var weight = backend.CreateParameter("w", new TensorShape(2, 2));
        Assert.True(TorchBackend.IsOutOfMemory(Assert.ThrowsAny<Exception>(() => backend.CreateParameter("absurd", s_absurd))));
        Assert.Equal(16, backend.MemoryBytes.Live);
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            Assert.True(TorchBackend.IsOutOfMemory(Assert.ThrowsAny<Exception>(() => scope.Zeros(s_absurd))));
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
        using var next = backend.BeginStep(recordGradients: true);
        next.Backward(next.Sum(weight));
        Assert.NotNull(next.Gradient(weight));
    }

    [Fact]
    public void Other_errors_are_not_of_memory()
    {
        using var backend = TorchBackend.Create(TestDevice.Options);
        using var scope = backend.BeginStep(recordGradients: false);
        var error = Assert.ThrowsAny<Exception>(() => scope.MatMul(scope.Zeros(new TensorShape(2, 3)), scope.Zeros(new TensorShape(2, 3))));
        Assert.False(TorchBackend.IsOutOfMemory(error));
        Assert.True(TorchBackend.IsOutOfMemory(new InsufficientMemoryException()));
    }

    /// <summary>In the middle of a search, in a step of either kind: the log ends with whole commits, and the search goes on from them to
    /// the same end.</summary>
    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(20)]
    public async Task A_search_that_runs_out_of_memory_keeps_what_was_acknowledged_and_goes_on(long failingStep)
    {
        using var whole = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options));
        await whole.RunAsync();
        using var first = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options), log: null, weights =>
            new Exhausted(weights, failingStep));
        var error = await Assert.ThrowsAnyAsync<Exception>(first.RunAsync);
        Assert.True(TorchBackend.IsOutOfMemory(error), error.ToString());
        var kept = await first.Log.StateAsync();
        Assert.InRange(kept.StepCount, failingStep - 3, failingStep);
        using var second = new TinySearch(s_job, TorchBackend.Create(TestDevice.Options), first.Log);
        Assert.True((await second.ResumeAsync()).IsComplete);
        Assert.Equal(await KindsAsync(whole), await KindsAsync(second));
    }

    private static async Task<List<(string, long, string?)>> KindsAsync(TinySearch search) =>
        [.. (await search.RowsAsync()).Where(row => row.IsFact).Select(row => (row.EventType, row.Step, row.Architecture))];

    /// <summary>Weights that ask libtorch for more memory than there is, once a step is reached.</summary>
    private sealed class Exhausted(ISharedWeights weights, long failingStep) : ISharedWeights
    {
        public WeightStepResult Train(Architecture architecture, long step, long weightStep)
        {
            Ask(step);
            return weights.Train(architecture, step, weightStep);
        }

        public IReadOnlyList<WindowLoss> Evaluate(Architecture architecture, long step, int ordinal)
        {
            Ask(step);
            return weights.Evaluate(architecture, step, ordinal);
        }

        public WindowLoss ScoreValidation(Architecture architecture) => weights.ScoreValidation(architecture);

        public WindowLoss ScorePart(Architecture architecture, int items) => weights.ScorePart(architecture, items);

        public IReadOnlyList<ICheckpointed> Sections => weights.Sections;

        public void Dispose() => weights.Dispose();

        private void Ask(long step)
        {
            if (step >= failingStep)
            {
                using var backend = TorchBackend.Create(TestDevice.Options);
                backend.CreateParameter("absurd", s_absurd);
            }
        }
    }
}
