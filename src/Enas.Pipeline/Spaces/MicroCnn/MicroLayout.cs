namespace Enas.Pipeline.Spaces.MicroCnn;

/// <summary>One place of a layer: an entry of the cell, or the lane of an edge that passes by.</summary>
internal sealed class MicroLayoutPlace(int? entry)
{
    /// <summary>The entry, null for a lane.</summary>
    public int? Entry { get; } = entry;

    /// <summary>Middle of the place, in pixels from the left.</summary>
    public double X { get; set; }
}

/// <summary>An edge of a cell, as the places it passes.</summary>
/// <param name="From">The entry that is read.</param>
/// <param name="To">The node's entry that reads it, or the entry after the last for the output.</param>
/// <param name="Branch">0 or 1: the node's branch; 0 for the output.</param>
/// <param name="Lanes">Places in the layers between, from below.</param>
internal sealed record MicroLayoutEdge(int From, int To, int Branch, IReadOnlyList<MicroLayoutPlace> Lanes);

/// <summary>
/// A micro cell in layers (Sugiyama, Tagawa and Toda 1981): an entry stands above all that it reads; an edge over several layers has a lane
/// in each between, so no arrow passes through a box; places of a layer are ordered by the mean of what is below and above them.
/// </summary>
internal sealed class MicroLayout
{
    private const int Sweeps = 8;
    private readonly double _nodeWidth;
    private readonly double _laneWidth;
    private readonly List<List<MicroLayoutPlace>> _layers = [];
    private readonly List<MicroLayoutEdge> _edges = [];
    private readonly int[] _layerOf;

    /// <summary>Lays a cell out. Widths are in pixels and hold the gap beside a box.</summary>
    public MicroLayout(MicroCell cell, double nodeWidth, double laneWidth)
    {
        (_nodeWidth, _laneWidth) = (nodeWidth, laneWidth);
        var output = cell.Nodes.Count + 2;
        _layerOf = new int[output + 1];
        foreach (var (node, (first, second)) in cell.Nodes.Index())
        {
            _layerOf[node + 2] = 1 + Math.Max(_layerOf[first.Entry], _layerOf[second.Entry]);
        }

        _layerOf[output] = _layerOf.Max() + 1;
        for (var layer = 0; layer <= _layerOf[output]; layer++)
        {
            _layers.Add(
                [.. Enumerable.Range(0, output + 1).Where(entry => _layerOf[entry] == layer).Select(entry => new MicroLayoutPlace(entry))]);
        }

        foreach (var (node, (first, second)) in cell.Nodes.Index())
        {
            Connect(first.Entry, node + 2, 0);
            Connect(second.Entry, node + 2, 1);
        }

        foreach (var end in cell.Output)
        {
            Connect(end, output, 0);
        }

        Order();
        Spread();
    }

    /// <summary>The edges.</summary>
    public IReadOnlyList<MicroLayoutEdge> Edges => _edges;

    /// <summary>Number of layers, inputs and output included.</summary>
    public int LayerCount => _layers.Count;

    /// <summary>Width of the widest layer in pixels.</summary>
    public double Width => _layers.Max(Extent);

    /// <summary>The layer that an entry stands in, the inputs in layer 0.</summary>
    public int Layer(int entry) => _layerOf[entry];

    /// <summary>The middle of an entry in pixels.</summary>
    public double X(int entry) => Place(entry).X;

    private MicroLayoutPlace Place(int entry) => _layers[_layerOf[entry]].Single(place => place.Entry == entry);

    private void Connect(int from, int to, int branch)
    {
        var lanes = new List<MicroLayoutPlace>();
        for (var layer = _layerOf[from] + 1; layer < _layerOf[to]; layer++)
        {
            var lane = new MicroLayoutPlace(null);
            _layers[layer].Add(lane);
            lanes.Add(lane);
        }

        _edges.Add(new MicroLayoutEdge(from, to, branch, lanes));
    }

    // The mean place of neighbours below, then above, by turns; equal means keep their order, so the result is one and the same everywhere.
    private void Order()
    {
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var up = sweep % 2 == 0;
            for (var i = 1; i < _layers.Count; i++)
            {
                var layer = up ? i : _layers.Count - 1 - i;
                var fixedLayer = _layers[up ? layer - 1 : layer + 1];
                _layers[layer] = [.. _layers[layer].OrderBy(place => Mean(place, fixedLayer, up) ?? _layers[layer].IndexOf(place))];
            }
        }
    }

    private double? Mean(MicroLayoutPlace place, List<MicroLayoutPlace> beside, bool below)
    {
        var sum = 0.0;
        var count = 0;
        foreach (var neighbour in Neighbours(place, below))
        {
            sum += beside.IndexOf(neighbour) / (double)Math.Max(beside.Count - 1, 1);
            count++;
        }

        return count == 0 ? null : sum / count * 1000;
    }

    private IEnumerable<MicroLayoutPlace> Neighbours(MicroLayoutPlace place, bool below)
    {
        foreach (var edge in _edges)
        {
            MicroLayoutPlace[] path = [Place(edge.From), .. edge.Lanes, Place(edge.To)];
            var at = Array.IndexOf(path, place);
            if (at >= 0 && (below ? at > 0 : at < path.Length - 1))
            {
                yield return path[below ? at - 1 : at + 1];
            }
        }
    }

    // Places side by side, each layer in the middle of the widest one; then lanes and boxes pulled towards their neighbours where
    // there is room.
    private void Spread()
    {
        var width = _layers.Max(Extent);
        foreach (var layer in _layers)
        {
            var x = (width - Extent(layer)) / 2;
            foreach (var place in layer)
            {
                place.X = x + (WidthOf(place) / 2);
                x += WidthOf(place);
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var layer in _layers)
            {
                for (var i = 0; i < layer.Count; i++)
                {
                    Pull(layer, i, width);
                }
            }
        }
    }

    private void Pull(List<MicroLayoutPlace> layer, int i, double width)
    {
        var place = layer[i];
        MicroLayoutPlace[] neighbours = [.. Neighbours(place, below: true), .. Neighbours(place, below: false)];
        var least = i == 0 ? WidthOf(place) / 2 : layer[i - 1].X + ((WidthOf(layer[i - 1]) + WidthOf(place)) / 2);
        var most = i == layer.Count - 1 ? width - (WidthOf(place) / 2) : layer[i + 1].X - ((WidthOf(layer[i + 1]) + WidthOf(place)) / 2);
        if (neighbours.Length > 0 && least <= most)
        {
            place.X = Math.Clamp(neighbours.Sum(neighbour => neighbour.X) / neighbours.Length, least, most);
        }
    }

    private double WidthOf(MicroLayoutPlace place) => place.Entry is null ? _laneWidth : _nodeWidth;

    private double Extent(List<MicroLayoutPlace> layer) => layer.Sum(WidthOf);
}
