// Every picture by its name in product_images.csv and collections.csv.

import { scenes as cloth } from './cloth.mjs';
import { scenes as desk } from './desk.mjs';
import { scenes as groups } from './groups.mjs';
import { scenes as light } from './light.mjs';
import { scenes as table } from './table.mjs';

export const scenes = { ...table, ...light, ...desk, ...cloth, ...groups };
