using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>Convolutions forward and backward: chooses the kernel by the sizes alone, so the choice is the same on every machine.</summary>
internal sealed unsafe class Convolutions(WorkerPool pool, InstructionPath path, ImageWorkspace workspace)
{
    private readonly ConvolutionProduct _product = new(pool, path, workspace);
    private readonly PointwiseProduct _pointwise = new(pool, path, workspace);
    private readonly DepthwisePlanes _depthwise = new(pool, path, workspace);
    private readonly ConvolutionWeightGradient _weightGradient = new(pool, path, workspace);

    /// <summary>y = x ∗ w, of max(x, 0) when <paramref name="rectify"/>.</summary>
    public void Forward(in ConvolutionGeometry geometry, float* x, float* weight, float* y, bool rectify)
    {
        if (geometry.IsPointwise)
        {
            _pointwise.Forward(geometry, x, weight, y, rectify);
        }
        else if (DepthwisePlanes.Does(geometry))
        {
            _depthwise.Forward(geometry, x, weight, y, rectify);
        }
        else
        {
            _product.Forward(geometry, x, weight, y, rectify);
        }
    }

    /// <summary>dx (+)= and dw (+)= the gradients through dy; either may be null. With <paramref name="rectify"/>, those
    /// of max(x, 0).</summary>
    public void Backward(in ConvolutionGeometry geometry,
        float* x, float* dy, float* weight, float* dx, bool accumulateX, float* dw, bool accumulateWeight, bool rectify)
    {
        if (DepthwisePlanes.Does(geometry))
        {
            _depthwise.Backward(geometry, x, dy, weight, dx, accumulateX, dw, accumulateWeight, rectify);
            return;
        }

        var mask = rectify ? x : null;
        if (dw != null && dx != null && geometry.IsPointwise
            && _weightGradient.TryRunPointwise(geometry, x, dy, weight, dx, accumulateX, mask, dw, accumulateWeight, rectify, _pointwise))
        {
            return;
        }

        if (dw != null)
        {
            _weightGradient.Run(geometry, x, dy, dw, accumulateWeight, rectify);
        }

        if (dx != null && geometry.IsPointwise)
        {
            _pointwise.DataGradient(geometry, dy, weight, dx, accumulateX, mask);
        }
        else if (dx != null)
        {
            _product.DataGradient(geometry, dy, weight, dx, accumulateX, mask);
        }
    }
}
