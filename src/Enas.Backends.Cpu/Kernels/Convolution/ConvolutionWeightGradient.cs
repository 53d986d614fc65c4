using System.Runtime.CompilerServices;
using Enas.Backends.Cpu.Threads;

namespace Enas.Backends.Cpu.Kernels.Convolution;

/// <summary>
/// Weight gradients of convolutions. The sum over images and pixels is cut by arithmetic on the shape alone: chunks of a few images, in
/// which sixteen lanes hold partial sums that are then added in a fixed tree; blocks of chunks, added in order; all blocks, added in order.
/// Threads split blocks, groups and tiles.
/// </summary>
internal sealed unsafe class ConvolutionWeightGradient(WorkerPool pool, InstructionPath path, ImageWorkspace workspace)
    : ParallelKernel(pool)
{
    private const int MostBlocks = 32;
    private const long MostPartialSums = 1 << 22;

    // Enough positions in a chunk that adding lanes costs little beside them.
    private const int ChunkPositions = 1100;

    // Planes of input and upstream gradient that stay in the second-level cache beside what is fetched for the next images.
    private const long MostSharedFloats = 1 << 17;

    private readonly SumOfBlocks _sum = new(pool);
    private ConvolutionGeometry _geometry;
    private FlatPlanes _input;
    private FlatPlanes _output;
    private int _positions;
    private int _chunkImages;
    private int _chunks;
    private int _blocks;
    private int* _offsets;
    private float* _x;
    private float* _dy;
    private float* _partial;
    private bool _rectify;
    private bool _readsInPlace;
    private PointwiseProduct? _product;

    /// <summary>dw (+)= the gradient of w through dy, with max(x, 0) for x when <paramref name="rectify"/>.</summary>
    public void Run(in ConvolutionGeometry geometry, float* x, float* dy, float* dw, bool accumulate, bool rectify)
    {
        Begin(geometry, x, dy, rectify);
        _product = null;
        workspace.Reserve((long)_chunkImages * (InputSize + OutputSize), OwnShared);
        RunBlocks(dw, accumulate);
    }

    /// <summary>
    /// The same and, from the same visit of an image, the data gradient of a 1x1 convolution: dx (+)= the gradient through dy, zero where
    /// <paramref name="mask"/>, when given, is not positive. dy is then read and laid out once. False, and nothing is done, where the
    /// planes of an image are too large for a near cache or there are too few blocks for the threads.
    /// </summary>
    public bool TryRunPointwise(
        in ConvolutionGeometry geometry, float* x, float* dy, float* weight,
            float* dx, bool accumulateX, float* mask, float* dw, bool accumulateWeight, bool rectify, PointwiseProduct product)
    {
        Begin(geometry, x, dy, rectify);
        if (_chunkImages * (InputSize + OutputSize) > MostSharedFloats || (long)_blocks * geometry.Options.Groups < 4 * ThreadCount)
        {
            return false;
        }

        _product = product;
        workspace.Reserve((_chunkImages * (InputSize + OutputSize)) + product.AsideSize(geometry),
            OwnShared + PointwiseProduct.SharedSize(geometry));
        product.BeginUnits(geometry, weight, dx, accumulateX, mask, _output.Length, workspace.Shared + OwnShared);
        RunBlocks(dw, accumulateWeight);
        return true;
    }

    /// <inheritdoc />
    protected override void RunPart(int part, int parts)
    {
        var groups = _geometry.Options.Groups;
        var (start, end) = StaticSplit.Range((long)_blocks * groups, 1, part, parts);
        for (var item = start; item < end; item++)
        {
            var (block, group) = ((int)(item / groups), (int)(item % groups));
            var (first, last) = StaticSplit.Range(_chunks, 1, block, _blocks);
            for (var chunk = first; chunk < last; chunk++)
            {
                RunChunk(chunk, group, _partial + ((((long)block * groups) + group) * _geometry.GroupOutputs * _geometry.Terms),
                    chunk > first, workspace.Own(part));
            }
        }
    }

    private long OwnShared => _geometry.Terms + 64 + (_blocks * _geometry.WeightCount);

    private long InputSize => (long)_geometry.GroupChannels * _input.PlaneStride;

    private long OutputSize => (long)_geometry.GroupOutputs * _output.Length;

    private void Begin(in ConvolutionGeometry geometry, float* x, float* dy, bool rectify)
    {
        (_geometry, _rectify) = (geometry, rectify);
        _x = x;
        _dy = dy;
        _input = ConvolutionPlan.InputPlanes(_geometry);
        var count = ((_geometry.OutputHeight - 1) * _input.Pitch) + _geometry.OutputWidth;
        _positions = (count + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        var length = Math.Max(_positions, _geometry.OutputHeight * _input.Pitch);
        _output = new FlatPlanes(_geometry.OutputHeight, _input.Pitch, 0, 0, 1, 1, 1, FlatPlanes.PaddedLength(length));

        // A 1x1 kernel needs no padding, and a tile reads each line of x only once, so planes a power of two apart may lie where they are.
        _readsInPlace = _geometry.IsPointwise && !_rectify && _positions == _geometry.Height * _geometry.Width;
        _input = _readsInPlace ? _input with { Length = _positions } : _input;
        _chunkImages = Math.Clamp(ChunkPositions / _positions, 1, _geometry.Images);
        _chunks = (_geometry.Images + _chunkImages - 1) / _chunkImages;
        _blocks = (int)Math.Clamp(MostPartialSums / _geometry.WeightCount, 1, Math.Min(_chunks, MostBlocks));
    }

    private void RunBlocks(float* dw, bool accumulate)
    {
        _offsets = (int*)workspace.Shared;
        _partial = workspace.Shared + _geometry.Terms + 64;
        ConvolutionPlan.FillInputOffsets(_geometry, _input, _offsets);
        RunParts((long)_blocks * _geometry.Options.Groups, _geometry.MultiplyAdds < 1 << 16);
        _sum.Run(_partial, _blocks, _geometry.WeightCount, dw, accumulate);
    }

    private void RunChunk(int chunk, int group, float* partial, bool accumulate, float* room)
    {
        var images = Math.Min(_chunkImages, _geometry.Images - (chunk * _chunkImages));
        var firstUnit = ((long)chunk * _chunkImages * _geometry.Options.Groups) + group;
        long inputArea = _geometry.Height * _geometry.Width, outputArea = _geometry.OutputHeight * _geometry.OutputWidth;
        var x = _x + (firstUnit * _geometry.GroupChannels * inputArea);
        var dy = _dy + (firstUnit * _geometry.GroupOutputs * outputArea);
        var gradients = room + (_chunkImages * InputSize);
        for (var image = 0; image < images; image++)
        {
            if (!_readsInPlace)
            {
                _input.Pack(x + (image * _geometry.Channels * inputArea),
                    _geometry.GroupChannels, _geometry.Height, _geometry.Width, _rectify, room + (image * InputSize));
            }

            _output.Pack(dy + (image * _geometry.Outputs * outputArea),
                _geometry.GroupOutputs, _geometry.OutputHeight, _geometry.OutputWidth, rectify: false, gradients + (image * OutputSize));
        }

        RunTiles(gradients, _readsInPlace ? x : room,
            images, partial, accumulate, Next(x, images, _geometry.Channels * inputArea), Next(dy, images, _geometry.Outputs * outputArea));
        for (var image = 0; image < images && _product != null; image++)
        {
            _product.RunUnit(firstUnit + ((long)image * _geometry.Options.Groups),
                gradients + (image * OutputSize), gradients + (_chunkImages * OutputSize));
        }
    }

    /// <summary>What the next chunk packs, spread over the tiles of this one.</summary>
    private Prefetcher Next(float* images, int count, long imageFloats)
    {
        var tiles = new RowTiles(_geometry.GroupOutputs, ConvolutionTiles.MaximumGradientRows(path)).Count * new RowTiles(
            _geometry.Terms, ConvolutionTiles.MaximumGradientTerms).Count;
        return new Prefetcher(images + (count * imageFloats),
            (nint)(imageFloats / _geometry.Options.Groups), (nint)imageFloats, count, tiles);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunTiles(float* dy, float* x, int images, float* partial, bool accumulate, Prefetcher nextX, Prefetcher nextDy)
    {
        var dyPlane = (nint)_output.Length;
        var xImage = _readsInPlace ? (nint)_geometry.Channels * _positions : (nint)InputSize;
        var sums = stackalloc float[4 * ConvolutionTiles.MaximumGradientTerms * Lanes.Count];
        var rowTiles = new RowTiles(_geometry.GroupOutputs, ConvolutionTiles.MaximumGradientRows(path));
        var termTiles = new RowTiles(_geometry.Terms, ConvolutionTiles.MaximumGradientTerms);
        for (var rowTile = 0; rowTile < rowTiles.Count; rowTile++)
        {
            var (row, rows) = (rowTiles.Start(rowTile), rowTiles.RowsOf(rowTile));
            for (var termTile = 0; termTile < termTiles.Count; termTile++)
            {
                var (term, terms) = (termTiles.Start(termTile), termTiles.RowsOf(termTile));
                nextX.Step();
                nextDy.Step();
                ConvolutionTiles.RunGradient(
                    path, rows, terms, dy + (row * dyPlane),
                        dyPlane, (nint)OutputSize, x, _offsets + term, xImage, _positions, images, sums);
                AddLanes(sums, rows, terms, partial + ((long)row * _geometry.Terms) + term, _geometry.Terms, accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes(float* sums, int rows, int terms, float* partial, nint stride, bool accumulate)
    {
        LaneSums.Add(sums, sums, rows * terms);
        for (var row = 0; row < rows; row++, partial += stride)
        {
            for (var term = 0; term < terms; term++, sums++)
            {
                partial[term] = accumulate ? partial[term] + *sums : *sums;
            }
        }
    }
}
