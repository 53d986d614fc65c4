using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tasks.Text;
using Enas.Pipeline.Tensors;
using Enas.TestKit;
using TorchSharp;

namespace Enas.Backends.Torch.Tests;

/// <summary>Everything that a step allocates is released at its end, inside libtorch too.</summary>
[Collection(TestDevice.AloneCollection)]
public sealed class StepMemoryTests
{
    [Fact]
    public void A_step_has_tensors_and_its_end_has_none()
    {
        using var backend = TorchBackend.Create(TestDevice.Options);
        var weight = backend.CreateParameter("w", new TensorShape(3, 3));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var scope = backend.BeginStep(recordGradients: true))
        {
            scope.Backward(scope.Sum(scope.Tanh(scope.MatMul(weight, weight))));
            _ = scope.GradientNorm([weight]);
            backend.SgdStep(scope, [weight], 0.1f, 1, 0);
            Assert.True(backend.LiveStepTensorCount > 3);
        }

        Assert.Equal(0, backend.LiveStepTensorCount);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_step_that_fails_leaves_nothing_behind()
    {
        using var backend = TorchBackend.Create(TestDevice.Options);
        var weight = backend.CreateParameter("w", new TensorShape(3, 3));
        var before = torch.Tensor.TotalCount;
        Assert.Throws<ArgumentException>(() =>
        {
            using var scope = backend.BeginStep(recordGradients: true);
            scope.Backward(scope.Tanh(weight));
        });
        Assert.Equal(0, backend.LiveStepTensorCount);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    /// <summary>Weight steps and rewards of a whole supernet: libtorch has no more tensors after 40 steps than after all
    /// weights were created.</summary>
    [Fact]
    public void The_number_of_tensors_does_not_grow_over_steps()
    {
        var job = TestJobs.Tiny();
        var space = new RnnCellSpace(job.Space);
        using var backend = TorchBackend.Create(TestDevice.Options);
        using var weights = new RnnSharedWeights(backend, space, job, GeneratedLanguage.Load(job.Seed, job.Data));
        using var policy = new UniformPolicy(space, job.Seed);
        var architectures = Enumerable.Range(0, 5).Select(i => policy.Sample("sample", i, 0).Architecture).ToArray();
        var counts = new List<long>();
        for (var step = 0; step < 40; step++)
        {
            weights.Train(architectures[step % 5], step, step);
            weights.Evaluate(architectures[step % 5], step, 0);
            counts.Add(torch.Tensor.TotalCount);
        }

        Assert.Equal(counts[4], counts[^1]);
    }

    [Fact]
    public void A_backend_releases_its_parameters()
    {
        var before = torch.Tensor.TotalCount;
        using (var backend = TorchBackend.Create(TestDevice.Options))
        {
            var one = backend.CreateParameter("one", new TensorShape(4, 4));
            backend.CreateParameter("two", new TensorShape(4, 4));
            Assert.Equal(128, backend.MemoryBytes.Live);
            backend.Release(one);
            Assert.Equal((64, 128), backend.MemoryBytes);
            Assert.Throws<ArgumentException>(() => backend.Read(one, new float[16]));
        }

        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
